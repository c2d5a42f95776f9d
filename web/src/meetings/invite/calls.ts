/** Answering an invitation: what any of these acts makes old. */
import { useCommand } from "../../api/query.ts";
import type { Schema } from "../../api/types.ts";

export type Invitation = Schema<"InvitationView">;
export type GuestList = Schema<"GuestListView">;
export type GuestRow = Schema<"GuestRowView">;
export type Absence = Schema<"AbsenceView">;
export type AbsenceTask = Schema<"AbsenceTask">;
export type CalendarLink = Schema<"CalendarLinkView">;

/** What makes lists of invitations old. */
export const invitationRefs = ["meetings/", "my-invitations/"];
export const touches = ["/api/invitations", "/api/absences", "/api/meetings", "invitations/", "attendance/"];

/** An act on one invitation, or on what hangs on it. */
export function useInvitationAct<In = void, Out = unknown>(
  path: string | ((input: In) => string),
  options: { method?: "POST" | "PUT"; body?: (input: In) => unknown; onDone?: (out: Out) => void } = {},
) {
  return useCommand<In, Out>(
    { method: options.method ?? "POST", path, touches, ...(options.body ? { body: options.body } : {}) },
    { onDone: (out) => options.onDone?.(out) },
  );
}
