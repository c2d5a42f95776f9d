/** Reading a task and acting on it: every answer is the task as it is now, a refusal as stale too. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { useCommand, useThing } from "../api/query.ts";
import { useLive } from "../live/hooks.ts";
import { putView } from "../live/store.ts";
import type { DuePreview, Task } from "./types.ts";

/** Any change of a task makes the lists old. */
export const refs = ["tasks/"];

/** A task, kept current while it is shown. */
export function useTask(id: string) {
  useLive(`task:${id}`);
  return useThing<Task>(`task/${id}`, `/api/tasks/${id}`);
}

export function keep(task: Task): void {
  putView(`task:${task.id}`, `task/${task.id}`, task.rev, task);
}

/** An act on a task; `rev` goes with it. */
export function useAct<In extends object>(
  task: Task,
  act: string,
  onDone?: (task: Task) => void,
  method: "POST" | "PUT" = "POST",
) {
  const send = useCommand<In, Task>(
    {
      method,
      path: `/api/tasks/${task.id}${act ? `/${act}` : ""}`,
      body: (input) => ({ ...input, task_rev: task.rev }),
      touches: ["/api/tasks", "/api/task-notices"],
    },
    {
      onDone: (now) => {
        keep(now);
        onDone?.(now);
      },
    },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale) keep(send.error.current as Task);
  }, [send.error]);
  return send;
}

/** What a day comes to as a due date. */
export function useDue(day: string) {
  return useQuery<DuePreview>({
    queryKey: ["list", "/api/tasks-due", { day }],
    queryFn: ({ signal }) => request<DuePreview>("GET", "/api/tasks-due", undefined, { query: { day }, signal }),
    enabled: /^\d{4}-\d\d-\d\d$/.test(day),
  });
}

/** The day that lies so many working days ahead. */
export function dayAfter(days: number): Promise<DuePreview> {
  return request<DuePreview>("GET", "/api/tasks-due", undefined, { query: { days } });
}

/** The text of a field's refusal, wherever in the body the field is. */
export function errorAt(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.field(field) ?? error.field(`terms.${field}`);
}

/** Something counted over all tasks: read again when any of them changes. */
export function useFigures<T>(path: string, query: Record<string, string> = {}) {
  return useQuery<T>({
    queryKey: ["list", path, query],
    queryFn: ({ signal }) => request<T>("GET", path, undefined, { query, signal }),
    meta: { refs },
  });
}
