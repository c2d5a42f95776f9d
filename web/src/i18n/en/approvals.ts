/** What waits for the approver of ballots. */
import type { approvals as vi } from "../vi/approvals.ts";

export const approvals: Record<keyof typeof vi, string> = {
  "approvals.title": "Ballots for approval",
  "approvals.lead": "Ballots that the secretariat asks to send to the members.",
  "approvals.waiting": "Awaiting your decision",
  "approvals.none": "Nothing awaits your approval",
  "approvals.none_lead": "A ballot appears here as soon as the secretariat submits it.",
  "approvals.approved": "Approved, waiting for their time",
  "approvals.open": "Open",
  "approvals.made": "begun {date}",
  "approvals.panel": "The ballot and its approval",
  "approvals.submitted": "Submitted by {name}. Members will see the papers and questions as shown here.",
  "approvals.approve": "Approve",
  "approvals.refuse": "Refuse",
  "approvals.approve_title": "Approve the sending",
  "approvals.approve_now": "Approve and send to {count} members now",
  "approvals.approve_later": "Approve, sending at {at}",
  "approvals.approve_effect": "Members, papers and deadline are fixed at sending.",
  "approvals.approved_said": "The ballot was approved.",
  "approvals.refuse_title": "Refuse the ballot",
  "approvals.refuse_act": "Send back to the secretariat",
  "approvals.refuse_effect": "The ballot returns to the draft; {name} reads the reason on top of it.",
  "approvals.refused_said": "The ballot was sent back.",
  "approvals.is_approved": "Approved by {name}; it goes out at {at}",
  "approvals.is_draft": "The ballot is being written again",
  "approvals.is_sent": "Sent to {count} members at {at}",
};
