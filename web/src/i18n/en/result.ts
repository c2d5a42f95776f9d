import type { result as vi } from "../vi/result.ts";

export const result: Record<keyof typeof vi, string> = {
  "outcome.provisional": "Provisional result",
  "outcome.final": "Result",
  "outcome.adopted": "Adopted",
  "outcome.not_adopted": "Not adopted",
  "outcome.option_chosen": "Option chosen",
  "outcome.no_option_chosen": "No option chosen",
  "outcome.adopted_in_part": "Adopted in part",
  "outcome.repeat": "To be asked again",
  "outcome.question": "Question {number}",
  "outcome.count": "Answers",
  "outcome.base": "Counted on",
  "outcome.needed": "Needed to adopt",
  "outcome.line": "Dashed line: {needed} of {base} needed",
  "outcome.shares": "In favour: {sent} of the members sent to, {answered} of the answers given.",
  "outcome.on_behalf": "On behalf: {count}.",
  "outcome.unconfirmed": "On behalf, not confirmed: {count}.",
  "outcome.recused": "Recused: {count}.",
  "outcome.reserved": "Reserved opinions: {count}.",
  "outcome.discuss": "{count} members ask for discussion in session.",
  "outcome.certified": "Certified by {name} on {time}.",
};
