/**
 * The run of a model over a question: reading it, following it, acting on it. Counts come as
 * signals while it asks; when it comes to rest the socket says so and it is read again.
 */
import { useEffect } from "react";
import { Problem } from "../api/problem.ts";
import { queries, refKey, touch, useAsNew, useCommand, useThing } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { useLive, useSignal, useView } from "../live/hooks.ts";
import { reviewRef } from "./calls.ts";
import type { Review } from "./types.ts";

export type Run = Schema<"RunView">;
export type Counts = Schema<"RunCount">;
export type Reason = Schema<"RunReason">;
export type Spent = Schema<"RunSpent">;
export type Theme = Schema<"ThemeView">;
export type Offer = Schema<"ThemeData">;

/** The signal of a run that asks; there is none otherwise. */
interface Progress {
  no: number;
  counts: Counts[];
  spent: Spent;
}

const runRef = (id: string) => `synthesis-course/${id}`;
const path = (id: string) => `/api/syntheses/${id}/run`;

/** The last run, its counts as fresh as they are known. */
export function useRun(id: string) {
  useLive(`synthesis:${id}`);
  const news = useView<{ rev: number }>(`synthesis-run/${id}`);
  const run = useThing<Run>(runRef(id), path(id));
  useAsNew(runRef(id), run.data?.rev, news?.rev);
  const progress = useSignal<Progress>(`synthesis-progress/${id}`);
  // Whether the model may be asked is changed by an administrator.
  useLive("assist");
  const set = useView<{ rev: number }>("assist/now")?.rev;
  useEffect(() => {
    if (set !== undefined && queries.getQueryData(refKey(runRef(id)))) touch([runRef(id)]);
  }, [id, set]);
  const view = run.data;
  if (view?.state !== "asking" || progress?.no !== view.no) return run;
  return { ...run, data: { ...view, counts: progress.counts, spent: progress.spent } };
}

interface Act {
  act: "" | "themes" | "stop" | "resume";
  body: { no?: number; rev?: number; themes?: Offer[] };
}

/** Starts, stops and resumes a run, and chooses its themes. */
export function useRunAct(id: string) {
  const send = useCommand<Act, Run>(
    {
      path: ({ act }) => (act ? `${path(id)}/${act}` : path(id)),
      body: ({ act, body }) => (act ? body : undefined),
      touches: ["/api/syntheses"],
    },
    { onDone: (now) => queries.setQueryData(refKey(runRef(id)), now) },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale) {
      queries.setQueryData(refKey(runRef(id)), send.error.current);
    }
  }, [send.error, id]);
  return send;
}

/** Makes the next version of the table of what the run brought. */
export function useTakeRun(id: string) {
  const send = useCommand<{ no: number; rev: number }, Review>(
    { path: `${path(id)}/table`, touches: ["/api/syntheses", runRef(id)] },
    { onDone: (now) => queries.setQueryData(refKey(reviewRef(id)), now) },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale) {
      queries.setQueryData(refKey(reviewRef(id)), send.error.current);
      touch([runRef(id)]);
    }
  }, [send.error, id]);
  return send;
}

/** How many of the last run's parts were left to a person. */
export const failedOf = (run: Run) => run.counts.reduce((sum, one) => sum + one.failed, 0);

/** What of the caps is left, never below nothing. */
export function leftOf({ caps, spent }: Run): Spent {
  const left = (key: keyof Spent) => Math.max(caps[key] - spent[key], 0);
  return { calls: left("calls"), tokens: left("tokens"), millis: left("millis") };
}
