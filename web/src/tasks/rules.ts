/** How a task stands to its due date, as the server counts it. */
import type { Line } from "./types.ts";

export type Timing = "none" | "running" | "soon" | "overdue" | "on_time" | "late";

export function timing(task: { state: Line["state"]; due: Line["due"] | null }, now: number): Timing {
  const { due, state } = task;
  if (!due || state === "recalled") return "none";
  if (due.met) return due.met as Timing;
  if (now > Date.parse(due.at)) return "overdue";
  return now >= Date.parse(due.soon) ? "soon" : "running";
}

/** Nobody closes or sends back what he reported himself, or what his own agency did. */
export function ownWork(
  task: { reported: { by: { id: string } } | null; lead: { id: string } },
  me: { person: { id: string }; agencies: { id: string }[] },
): boolean {
  return task.reported?.by.id === me.person.id || me.agencies.some((agency) => agency.id === task.lead.id);
}
