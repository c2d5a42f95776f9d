/** Reading a meeting and acting in it: whatever an act answers with is put where the screens read it. */
import { useEffect } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useThing } from "../api/query.ts";
import { hasRole, useMe } from "../api/session.ts";
import { useLive } from "../live/hooks.ts";
import { putView } from "../live/store.ts";
import type { Agenda, Attendance, Floor, Meeting, Mine, Vote, Votes } from "./types.ts";

type Part = "meeting" | "agenda" | "attendance" | "floor" | "votes" | "my-meeting";

/** Puts a part of the meeting where the screens read it, unless a newer one is there. */
export function keep(id: string, part: Part, value: { rev: number }): void {
  putView(`meeting:${id}`, `${part}/${id}`, value.rev, value);
}

/** A meeting with its parts, kept current while the screen is shown. */
export function useMeeting(id: string) {
  useLive(`meeting:${id}`);
  return {
    meeting: useThing<Meeting>(`meeting/${id}`, `/api/meetings/${id}`),
    agenda: useThing<Agenda>(`agenda/${id}`, `/api/meetings/${id}/agenda`),
  };
}

/** What only the room needs. */
export function useRoom(id: string) {
  return {
    attendance: useThing<Attendance>(`attendance/${id}`, `/api/meetings/${id}/attendance`),
    floor: useThing<Floor>(`floor/${id}`, `/api/meetings/${id}/floor`),
    votes: useThing<Votes>(`votes/${id}`, `/api/meetings/${id}/votes`),
    mine: useThing<Mine>(`my-meeting/${id}`, `/api/meetings/${id}/mine`),
  };
}

/** An act whose answer is a part of the meeting, also where it is refused as stale. */
export function useAct<In, Out extends { rev: number }>(
  id: string,
  part: Part,
  path: string | ((input: In) => string),
  options: {
    method?: "POST" | "PUT" | "DELETE";
    onDone?: (out: Out, input: In) => void;
    body?: (input: In) => unknown;
    signs?: boolean;
  } = {},
) {
  const send = useCommand<In, Out>(
    {
      method: options.method ?? "POST",
      path,
      touches: ["/api/meetings"],
      ...(options.body ? { body: options.body } : {}),
      ...(options.signs ? { signs: true } : {}),
    },
    {
      onDone: (out, input) => {
        keep(id, part, out);
        options.onDone?.(out, input);
      },
    },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale) keep(id, part, send.error.current as Out);
  }, [send.error, id, part]);
  return send;
}

/**
 * Whether this person prepares sessions, opens and ends this one (presides), and conducts
 * now: who chairs an item, while it runs.
 */
export function useRights(meeting: Meeting, agenda: Agenda) {
  const me = useMe();
  const desk = hasRole(me, "secretariat");
  const member = hasRole(me, "member");
  const presides = desk || (member && meeting.chair.id === me.person.id);
  const runs = agenda.items.some((item) => item.stage === "current" && item.chair?.id === me.person.id);
  return { desk, presides, conducts: presides || (member && runs), member };
}

/** An act on one vote: its answer is that vote, and the list of votes is read again. */
export function useVoteAct<In>(id: string, path: string, onDone?: (vote: Vote) => void) {
  return useCommand<In, Vote>(
    { path, touches: [`votes/${id}`, `meeting/${id}`, `my-meeting/${id}`] },
    { onDone: (vote) => onDone?.(vote) },
  );
}
