/** The gists of a row as they are edited: one stance at a time, what is printed in full kept. Pure. */
import type { Row } from "./types.ts";

type Gists = Row["gists"];
export type Claim = Gists[number]["claims"][number];

/** The sentences of a row by stance, in the order of its points. */
export function sentencesOf(row: Row, stance: string): { id: string; text: string }[] {
  const seen = new Set<string>();
  return row.points
    .filter((point) => point.stance === stance)
    .flatMap((point) => point.quotes.map((quote) => ({ id: quote.sentence, text: quote.text })))
    .filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The stances of a row's points, in their order. */
export const stancesOf = (row: Row) => [...new Set(row.points.map((point) => point.stance))];

/** The written sentences of a stance's gist; the others are printed as they were said. */
export const writtenOf = (row: Row, stance: string): Claim[] =>
  (row.gists.find((gist) => gist.stance === stance)?.claims ?? []).filter((claim) => claim.text !== "");

/**
 * The gists of a row with other written sentences for one stance. What is printed in full
 * stays behind them; where nothing would be left, the first sentence speaks for all.
 */
export function withWritten(row: Row, stance: string, written: Claim[]): Gists {
  const printed = (row.gists.find((gist) => gist.stance === stance)?.claims ?? []).filter((claim) => claim.text === "");
  const first = sentencesOf(row, stance)[0];
  const claims = [...written, ...printed];
  const gist = { stance, claims: claims.length > 0 || !first ? claims : [{ text: "", cites: [first.id] }] };
  const others = row.gists.filter((one) => one.stance !== stance);
  return [...others, gist].sort((a, b) => (a.stance < b.stance ? -1 : 1));
}

/** Whether something is written of the row. */
export const hasGists = (row: Row) => stancesOf(row).some((stance) => writtenOf(row, stance).length > 0);

/** The stance that is shown first: the first one of which something is written. */
export function firstOf(row: Row): string {
  const stances = stancesOf(row);
  return stances.find((stance) => writtenOf(row, stance).length > 0) ?? stances[0] ?? "";
}
