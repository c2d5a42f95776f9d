import type { submission as vi } from "../vi/submission.ts";

export const submission: Record<keyof typeof vi, string> = {
  "submission.act": "Hand version {version} over",
  "submission.again": "Hand version {version} over again",
  "submission.title": "Hand version {version} of the table over for approval?",
  "submission.lead":
    "Opinions: {opinions}, rows: {rows}, points: {points}. The Office sees the table among those that wait for approval. It is not locked; if you change it, hand it over again.",
  "submission.moved": "The table was changed after this window was opened. Look at the present one, then go on.",
  "submission.looked": "I have seen the present table",
  "submission.sending": "Handing over…",
  "submission.waits": "Waits for approval",
  "submission.waits_version": "Waits for approval, version {version}",
  "submission.waits_count": "Waiting for approval ({count})",
  "submission.returned": "Sent back",
  "submission.returned_version": "Sent back, version {version}",
  "submission.returned_count": "Sent back ({count})",
  "submission.changed": "changed after it was handed over",
  "submission.by_at": "handed over by {name} at {at}",
  "submission.returned_by": "sent back by {name} at {at}",
  "submission.reason_is": "Reason: {reason}",
  "submission.banner_waits": "{name} handed this table over at {at}",
  "submission.banner_wait": "It waits for the Office's approval.",
  "submission.banner_judge": "Approve it, or send it back with a reason.",
  "submission.banner_changed": "The table was changed after it was handed over",
  "submission.banner_changed_analyst":
    "Handed over by {name} at {at}. The table shown is not the one that was handed over; when you are done, hand it over again so that the Office knows.",
  "submission.banner_changed_judge":
    "Handed over by {name} at {at}. The table shown is not the one that was handed over; approval is of the table shown. See “Versions, who did what” for what was changed.",
  "submission.banner_returned": "{name} sent this table back at {at}",
  "submission.banner_returned_analyst": "When it is mended, hand it over again.",
  "submission.return": "Send back",
  "submission.return_title": "Send version {version} of the table back?",
  "submission.return_lead":
    "The analyst sees at once that the table came back, by whom and why. The table itself does not change.",
  "submission.reason": "Why it is sent back, what to change",
  "submission.return_act": "Send back with the reason",
  "submission.returning": "Sending back…",
  "submission.meanwhile": "The table was just handed over again. Look at the present table, then send it back.",
  "submission.meanwhile_typed": "The reason below was typed for an earlier submission, of version {version}",
  "submission.meanwhile_typed_lead":
    "By now the table was handed over again. Look at the present one, change what is no longer right in the reason, then send it back.",
  "submission.meanwhile_gone":
    "The table waits no more: somebody has just sent it back, approved it or made a new version. The reason that you typed is still here.",
  "ready.cannot_submit": "It cannot be handed over yet",
  "ready.cannot_approve": "It cannot be approved yet",
  "ready.stale": "{count} opinions are others than when the table was made.",
  "ready.unbalanced": "The ledger does not balance: {count} faults.",
  "ready.waiting": "{count} sentences stand in no row and are not set apart.",
  "ready.apart":
    "{count} of {total} sentences are set apart and not in the table; {opinions} opinions are wholly set apart",
  "ready.apart_by": "{count} sentences: {rule}",
  "ready.to_waiting": "Place what waits",
  "ready.unread": "{count} opinions must be read in full, and nobody has marked them as read.",
  "ready.by_analyst": "An analyst does this. If the table was handed over, it can be sent back with a reason.",
  "submission.event_submitted": "Handed version {version} over for approval",
  "submission.event_returned": "Sent version {version} back. Reason: {reason}",
};
