/**
 * Reading a synthesis and acting on it. The socket says only that it has come further,
 * without words; the screen then reads it again. Every act answers with the present view,
 * a refusal as stale too.
 */
import { useEffect } from "react";
import { Problem } from "../api/problem.ts";
import { queries, refKey, useAsNew, useCommand, useThing } from "../api/query.ts";
import { useLive, useView } from "../live/hooks.ts";
import type { Edit, Opinions, Review, Table } from "./types.ts";

export const reviewRef = (id: string) => `synthesis-review/${id}`;
const tableRef = (id: string) => `synthesis-table/${id}`;

const path = (id: string) => `/api/syntheses/${id}`;

/** The version under review, kept current while it is shown. */
export function useReview(id: string) {
  useLive(`synthesis:${id}`);
  const news = useView<{ rev: number }>(`synthesis/${id}`);
  const review = useThing<Review>(reviewRef(id), path(id));
  useAsNew(reviewRef(id), review.data?.rev, news?.rev);
  return review;
}

export function useOpinions(id: string) {
  return useThing<Opinions>(`synthesis-opinions/${id}`, `${path(id)}/opinions`);
}

/** The approved table; kept current for who works on it, whom alone the socket tells. */
export function useTable(id: string, works: boolean) {
  useLive(works ? `synthesis:${id}` : null);
  const news = useView<{ rev: number }>(`synthesis-answers/${id}`);
  const table = useThing<Table>(tableRef(id), `${path(id)}/table`);
  useAsNew(tableRef(id), table.data?.rev, news?.rev);
  return table;
}

function useSynthesisAct<In, Out extends { rev: number }>(
  id: string,
  act: string,
  ref: string,
  onDone?: (out: Out) => void,
) {
  const send = useCommand<In, Out>(
    { path: `${path(id)}/${act}`, touches: ["/api/syntheses"] },
    {
      onDone: (out) => {
        queries.setQueryData(refKey(ref), out);
        onDone?.(out);
      },
    },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale) queries.setQueryData(refKey(ref), send.error.current);
  }, [send.error, ref]);
  return send;
}

export function useDraft(id: string, onDone?: () => void) {
  return useSynthesisAct<{ rev: number }, Review>(id, "draft", reviewRef(id), onDone);
}

export function useEdit(id: string, onDone?: (view: Review) => void) {
  return useSynthesisAct<Edit, Review>(id, "edits", reviewRef(id), onDone);
}

/**
 * Sends an edit and goes on when it is stored, also where another one is sent meanwhile: that
 * silences the callbacks of a mutation. What went wrong stands in edit.error.
 */
export function sendEdit(edit: ReturnType<typeof useEdit>, act: Edit, then?: (now: Review) => void) {
  edit.mutateAsync(act).then(then, () => undefined);
}

export function useApprove(id: string, onDone?: () => void) {
  return useSynthesisAct<{ hash: string }, Review>(id, "approval", reviewRef(id), onDone);
}

export function useSubmit(id: string, onDone: () => void) {
  return useSynthesisAct<{ hash: string }, Review>(id, "submission", reviewRef(id), onDone);
}

export function useReturn(id: string, onDone: () => void) {
  return useSynthesisAct<{ submission: number; reason: string }, Review>(id, "return", reviewRef(id), onDone);
}

export function useAnswer(id: string, onDone: () => void) {
  return useSynthesisAct<{ point: string; rev: number; decision: string; text: string }, Table>(
    id,
    "answers",
    tableRef(id),
    onDone,
  );
}

export function useCheck(id: string, onDone: () => void) {
  return useSynthesisAct<{ point: string; rev: number; passed: boolean; remark: string }, Table>(
    id,
    "checks",
    tableRef(id),
    onDone,
  );
}
