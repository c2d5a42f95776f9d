/** Where a member stands with a ballot: what the screen offers follows from it alone. */
import type { Ballot, MyAnswer } from "../parts/types.ts";

export type Place =
  | "open" // answer, or change the answer
  | "overdue" // past the deadline, not closed yet: a late answer
  | "closed" // provisional: a late answer where there is none of one's own
  | "certified"
  | "recalled"
  | "recused"
  | "vacated"
  | "waiting"; // not sent yet

export function placeOf(ballot: Ballot, mine: MyAnswer, now: number): Place {
  if (ballot.state === "recalled") return "recalled";
  if (mine.recused) return "recused";
  if (ballot.state === "certified") return "certified";
  if (mine.vacated && !mine.answer) return "vacated";
  if (ballot.state === "closed") return "closed";
  if (ballot.state !== "open") return "waiting";
  return ballot.deadline && now > Date.parse(ballot.deadline.at) ? "overdue" : "open";
}

/** Whether an answer may be written now, be it a late one. */
export function mayWrite(place: Place, mine: MyAnswer): boolean {
  if (mine.vacated) return false;
  if (place === "open") return true;
  const own = mine.history.some((answer) => answer.source === "own" && answer.round === mine.round);
  return (place === "overdue" || place === "closed") && !own;
}
