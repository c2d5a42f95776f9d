/**
 * What the socket brings, put where screens read it: views go into the query cache
 * by ref (the highest rev wins), signals into a map, the state of the connection
 * into words.
 */
import { create } from "zustand";
import { request } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { queries, refKey } from "../api/query.ts";
import { language } from "../i18n/index.ts";
import { measure, serverNow } from "./clock.ts";
import { livePath, type ServerFrame, subprotocol } from "./protocol.ts";
import { LiveSocket } from "./socket.ts";

interface Connection {
  state: "off" | "connecting" | "online" | "lost";
  /** When the connection was lost, by the server's clock; 0 while it is there. */
  since: number;
}

export const useConnection = create<Connection>(() => ({ state: "off", since: 0 }));

/** The latest signal by ref: presence, clocks, progress. */
export const useSignals = create<{ byRef: Record<string, unknown> }>(() => ({ byRef: {} }));

/** The highest rev seen of each ref, and the refs each topic brought. */
const revs = new Map<string, number>();
const topicRefs = new Map<string, Set<string>>();

export const socket = new LiveSocket({
  ticket: takeTicket,
  frame: receive,
  language,
  state: (state) => {
    if (state === "online") useConnection.setState({ state, since: 0 });
    else if (state === "ended") useConnection.setState({ state: "off", since: 0 });
    else
      useConnection.setState((old) => {
        const since = old.since || (old.state === "online" || state === "lost" ? serverNow() : 0);
        return { state: since ? "lost" : state, since };
      });
  },
  open: () =>
    new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${livePath}`, subprotocol),
});

async function takeTicket(): Promise<string | null> {
  try {
    const answer = await request<{ ticket: string }>("POST", "/api/session/ticket", undefined, { bare: true });
    return answer.ticket;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** Puts one frame where it belongs. Exported for tests. */
export function receive(frame: ServerFrame): void {
  switch (frame.type) {
    case "ready":
      measure(frame.server_time);
      break;
    case "at":
      if (frame.server_time) measure(frame.server_time);
      break;
    case "view":
      putView(frame.topic, frame.ref, frame.rev, frame.data);
      break;
    case "gone":
      forget(frame.topic, frame.ref);
      break;
    case "whole":
      keepOnly(frame.topic, frame.refs);
      if (frame.topic === "body") readListsAgain();
      break;
    case "gap":
      fillGap(frame.topic);
      break;
    case "signal":
      useSignals.setState(({ byRef }) => {
        const next = { ...byRef };
        if (frame.data === null) delete next[frame.ref];
        else next[frame.ref] = frame.data;
        return { byRef: next };
      });
      break;
    case "reply":
      break;
  }
}

/** Keeps a view unless a newer one is there; lists that name the ref load again, at most once a second. */
export function putView(topic: string, ref: string, rev: number, data: unknown): void {
  refsOf(topic).add(ref);
  if (ref.startsWith("me/")) void queries.invalidateQueries({ queryKey: ["me"] });
  const held = queries.getQueryData<{ rev?: number }>(refKey(ref));
  const known = Math.max(revs.get(ref) ?? -1, held?.rev ?? -1);
  if (rev < known) return;
  revs.set(ref, rev);
  void queries.cancelQueries({ queryKey: refKey(ref) });
  queries.setQueryData(refKey(ref), data);
  if (rev > known) soon(ref);
}

/** Drops one thing of a topic, or all of them; what another topic still brings stays. */
function forget(topic: string, ref: string | undefined): void {
  const refs = ref ? [ref] : [...refsOf(topic)];
  for (const one of refs) {
    refsOf(topic).delete(one);
    if ([...topicRefs.values()].some((others) => others.has(one))) continue;
    revs.delete(one);
    void queries.resetQueries({ queryKey: refKey(one) });
    soon(one);
  }
}

function keepOnly(topic: string, refs: string[]): void {
  const wanted = new Set(refs);
  for (const ref of [...refsOf(topic)]) if (!wanted.has(ref)) forget(topic, ref);
}

/** What happened between the reading of a list and the moment from which its changes are heard is in neither. */
function readListsAgain(): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey, meta }) =>
      queryKey[0] === "list" && ((meta?.refs as string[] | undefined) ?? []).length > 0,
  });
}

/** Something may have been missed: the topic comes whole again, and what the screen read over HTTP is read again. */
function fillGap(topic: string): void {
  for (const ref of refsOf(topic)) {
    revs.delete(ref);
    void queries.invalidateQueries({ queryKey: refKey(ref) });
  }
  void queries.invalidateQueries({ queryKey: ["list"] });
  socket.send({ type: "subscribe", topics: [topic] });
}

function refsOf(topic: string): Set<string> {
  let refs = topicRefs.get(topic);
  if (!refs) {
    refs = new Set();
    topicRefs.set(topic, refs);
  }
  return refs;
}

/** Lists to be loaded again, gathered for a second: a burst of views costs one load. */
const changed = new Set<string>();

function soon(ref: string): void {
  const waiting = changed.size > 0;
  changed.add(ref);
  if (waiting) return;
  setTimeout(() => {
    const refs = [...changed];
    changed.clear();
    void queries.invalidateQueries({
      predicate: ({ queryKey, meta }) =>
        queryKey[0] === "list" &&
        ((meta?.refs as string[] | undefined) ?? []).some((prefix) => refs.some((one) => one.startsWith(prefix))),
    });
  }, 1000);
}

/** Forgets everything that belonged to the person who signed out. */
export function forgetAll(): void {
  socket.stop();
  revs.clear();
  topicRefs.clear();
  useSignals.setState({ byRef: {} });
  useConnection.setState({ state: "off", since: 0 });
  queries.clear();
}
