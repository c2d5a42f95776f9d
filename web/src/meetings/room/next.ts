/**
 * What to do next: leads whoever conducts through the order of a session. Pure: from
 * what the screen holds to one act in words, the most urgent first.
 */
import type { Agenda, Attendance, Floor, Item, Meeting, Mine, Vote, Votes } from "../types.ts";

export type Next =
  | { act: "resume" }
  | { act: "close"; vote: string }
  | { act: "close_taking"; vote: string }
  | { act: "close_box"; vote: string }
  | { act: "end"; request: string; name: string }
  | { act: "call"; request: string; name: string }
  | { act: "step"; item: string; step: string }
  | { act: "quorum" }
  | { act: "vote"; item: Item }
  | { act: "conclude"; item: Item }
  | { act: "consent"; items: string[] }
  | { act: "begin"; item: Item }
  | { act: "adjourn" };

export function next(
  meeting: Meeting,
  agenda: Agenda,
  floor: Floor | undefined,
  votes: Votes | undefined,
  attendance: Attendance | undefined,
): Next {
  if (meeting.state === "paused") return { act: "resume" };
  const open = votes?.votes.find((vote) => vote.state === "open");
  if (open)
    return { act: open.secret ? (open.phase === "taking" ? "close_taking" : "close_box") : "close", vote: open.id };
  const item = agenda.items.find((one) => one.stage === "current");
  if (!item) {
    // What a vote on the block did not adopt is taken up by itself.
    const block = agenda.consent.filter(
      (id) => !votes?.votes.some((vote) => vote.state === "closed" && vote.items.includes(id)),
    );
    if (block.length > 1) return { act: "consent", items: block };
    const waiting = agenda.items.find((one) => one.stage === "waiting" && one.kind !== "heading");
    return waiting ? { act: "begin", item: waiting } : { act: "adjourn" };
  }
  const speaks = floor?.has;
  const first = floor?.queue[0];
  if (first?.kind === "point_of_order") return { act: "call", request: first.id, name: first.person.name };
  if (speaks) return { act: "end", request: speaks.id, name: speaks.person.name };
  if (first && item.step === "speak") return { act: "call", request: first.id, name: first.person.name };
  const voted = votes?.votes.some((vote) => vote.state === "closed" && vote.items.includes(item.id));
  if (item.step === "vote" && !voted)
    return attendance?.quorum?.met === false ? { act: "quorum" } : { act: "vote", item };
  if (item.step === "conclude") return { act: "conclude", item };
  const after = item.steps[item.steps.indexOf(item.step) + 1];
  return after ? { act: "step", item: item.id, step: after } : { act: "conclude", item };
}

/**
 * Where somebody stands to an open vote. The list of votes holds only those with an
 * item that is open to the reader, so that a recused member is never asked.
 */
export function mayVote(
  meeting: Pick<Meeting, "remote_votes" | "state">,
  vote: Pick<Vote, "items" | "state">,
  mine: Pick<Mine, "manner"> | undefined,
  attendance: Pick<Attendance, "seats"> | undefined,
  person: string,
): "may" | "check_in" | "absent" | "no" {
  const seated = attendance?.seats.some((seat) => seat.person.id === person);
  if (!seated || vote.state !== "open" || vote.items.length === 0 || meeting.state !== "running") return "no";
  if (!mine) return "no"; // not known yet: nobody is asked for what he may have done
  if (!mine.manner) return "check_in";
  return mine.manner !== "remote" || meeting.remote_votes ? "may" : "absent";
}
