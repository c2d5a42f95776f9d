/**
 * Files on their way to the server. The list outlives the screen: who leaves a
 * matter while its papers are being sent finds them again. A refused file keeps
 * its kind and title, and the same key makes "try again" after a lost connection safe.
 */
import { create } from "zustand";
import { newKey, request, upload } from "../api/client.ts";
import { NetworkProblem, Problem } from "../api/problem.ts";
import { touch } from "../api/query.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../ui/Live.tsx";
import { guessKind, titleOf } from "./rules.ts";
import type { Kind, Version } from "./types.ts";

export interface Item {
  id: string;
  matter: string;
  /** The paper that gets a new version; empty: a new paper. */
  document: string;
  file: File;
  kind: Kind | "";
  title: string;
  /** chosen: waits for kind and press; waiting: for its turn; refused: the server said no; unsure: the line broke. */
  state: "chosen" | "waiting" | "sending" | "refused" | "unsure";
  sent: number;
  error: unknown;
  key: string;
}

/** How many go at a time: a slow line is not divided further. */
const atOnce = 2;
const stops = new Map<string, AbortController>();

export const useUploads = create<{ items: Item[] }>(() => ({ items: [] }));

const all = () => useUploads.getState().items;
const find = (id: string) => all().find((item) => item.id === id);

function patch(id: string, change: Partial<Item>): void {
  useUploads.setState(({ items }) => ({
    items: items.map((item) => (item.id === id ? { ...item, ...change } : item)),
  }));
}

export const changeItem = (id: string, change: Pick<Partial<Item>, "kind" | "title">) => patch(id, change);

/** Puts files on the list; a new version is sent at once, a new paper when its kind is known and it is pressed. */
export function addFiles(matter: string, files: File[], max: number, document = ""): void {
  const items = files.map((file): Item => {
    const error = sizeProblem(file, max);
    return {
      id: newKey(),
      matter,
      document,
      file,
      kind: document ? "other" : guessKind(file.name),
      title: titleOf(file.name),
      state: error ? "refused" : document ? "waiting" : "chosen",
      sent: 0,
      error,
      key: newKey(),
    };
  });
  useUploads.setState(({ items: before }) => ({ items: [...before, ...items] }));
  next();
}

/** Nobody sends a file in vain that is too large or empty. */
function sizeProblem(file: File, max: number): Problem | null {
  if (file.size === 0) return new Problem(422, { detail: t("dossiers.file_empty") }, "");
  if (file.size > max) {
    return new Problem(413, { detail: t("dossiers.file_too_large", { max: Math.floor(max / (1 << 20)) }) }, "");
  }
  return null;
}

/** Another file in place of a refused one; kind and title stay. */
export function replaceFile(id: string, file: File, max: number): void {
  const error = sizeProblem(file, max);
  const document = find(id)?.document;
  patch(id, { file, error, sent: 0, key: newKey(), state: error ? "refused" : document ? "waiting" : "chosen" });
  next();
}

/** Sends all new papers of a matter whose kind is known. */
export function sendAll(matter: string): void {
  for (const item of all()) {
    if (item.matter === matter && item.state === "chosen" && item.kind && item.title.trim())
      patch(item.id, { state: "waiting" });
  }
  next();
}

/** Tries again: the same command after a broken line, a new one after a refusal. */
export function retry(id: string): void {
  const item = find(id);
  if (!item) return;
  patch(id, { state: "waiting", error: null, sent: 0, ...(item.state === "refused" ? { key: newKey() } : {}) });
  next();
}

/** Stops a sending and keeps the file on the list, or takes it off the list. */
export function cancel(id: string): void {
  const item = find(id);
  if (!item) return;
  const stop = stops.get(id);
  if (stop) stop.abort();
  else if (item.state === "waiting" && !item.document) patch(id, { state: "chosen" });
  else drop(id);
}

function drop(id: string): void {
  useUploads.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));
}

function next(): void {
  for (const item of all()) {
    if (stops.size >= atOnce) break;
    if (item.state === "waiting") void send(item);
  }
  guardLeaving();
}

async function send(item: Item): Promise<void> {
  const stop = new AbortController();
  stops.set(item.id, stop);
  patch(item.id, { state: "sending", error: null, sent: 0 });
  try {
    await transfer(item, stop.signal);
    drop(item.id);
    announce(t("dossiers.upload_done", { name: item.file.name }));
    touch([`matter/${item.matter}`]);
  } catch (error) {
    if (stop.signal.aborted) {
      // Pressed by the person: a new paper waits again, a new version is given up.
      if (item.document) drop(item.id);
      else patch(item.id, { state: "chosen", sent: 0, key: newKey() });
    } else {
      const unsure = error instanceof NetworkProblem || (error instanceof Problem && error.status >= 500);
      patch(item.id, { state: unsure ? "unsure" : "refused", error });
    }
  } finally {
    stops.delete(item.id);
    next();
  }
}

async function transfer(item: Item, signal: AbortSignal): Promise<Version> {
  const path = item.document ? `/api/documents/${item.document}/versions` : `/api/matters/${item.matter}/documents`;
  const query = item.document
    ? { name: item.file.name }
    : { name: item.file.name, kind: item.kind, title: item.title.trim() };
  const once = () =>
    upload<Version>("POST", path, item.file, {
      query,
      key: item.key,
      signal,
      onProgress: ({ done }) => patch(item.id, { sent: done }),
    });
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    await request("GET", "/api/me"); // opens the sign-in window and waits for it
    return await once();
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** The window asks before it closes over a sending. */
function guardLeaving(): void {
  if (stops.size > 0) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}
