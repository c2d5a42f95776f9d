/** What the desk reads out of a matrix: pure. */
import type { Matrix, Seat } from "../ballot.ts";

export type SeatState = Seat["state"];

/** Seats that may still be reminded or recorded for. */
export function isSilent(seat: Seat): boolean {
  return seat.state === "waiting";
}

export function silentSeats(matrix: Matrix): Seat[] {
  return matrix.rows.filter(isSilent);
}

/** The seats shown: all, or those that have not answered. */
export function shownSeats(matrix: Matrix, silentOnly: boolean): Seat[] {
  return silentOnly
    ? matrix.rows.filter((seat) => seat.state === "waiting" || seat.state === "not_answered")
    : matrix.rows;
}

/** The seats chosen that still wait; nobody is reminded who has answered meanwhile. */
export function stillSilent(matrix: Matrix, chosen: number[]): number[] {
  return chosen.filter((no) => matrix.rows.some((seat) => seat.seat === no && isSilent(seat)));
}

/** How many of these seats of a consultation a reminder reaches, and how many it does not. */
export function reachOf(seats: number[], list: { seat: number; reachable: boolean }[]) {
  const reached = list.filter((one) => one.reachable && seats.includes(one.seat)).length;
  return { reached, missed: seats.length - reached };
}

/** Whether an answer may be recorded for the seat: the member's own answer always stands. */
export function mayRecord(ballotState: string, seat: Seat): boolean {
  if (ballotState === "open") return seat.state === "waiting";
  return ballotState === "closed" && (seat.state === "deemed" || seat.state === "not_answered") && !seat.pending;
}

/** Whether the seat may be passed on or vacated. */
export function mayPass(ballotState: string, seat: Seat): boolean {
  return ballotState === "open" && (seat.state === "waiting" || seat.state === "vacated" || seat.state === "recused");
}

/** Whether it may be recorded that the member takes no part. What he has answered himself only he takes back. */
export function mayRecuse(ballotState: string, seat: Seat): boolean {
  return ballotState === "open" && !["answered", "vacated", "recused"].includes(seat.state);
}
