/** How far the points of an approved table are answered, and which of them are looked for. */
import { plain } from "../i18n/plain.ts";
import type { Point, Reply, Row } from "./types.ts";

/** In the order in which they ask for something. */
export const states = ["sent_back", "waits", "answered", "checked"] as const;
export type State = (typeof states)[number];

export function stateOf(reply: Reply | undefined): State {
  if (!reply) return "waits";
  if (reply.check === "passed") return "checked";
  return reply.check === "sent_back" ? "sent_back" : "answered";
}

export type Counts = Record<State, number> & { total: number };

export function countsOf(points: Point[]): Counts {
  const counts: Counts = { sent_back: 0, waits: 0, answered: 0, checked: 0, total: points.length };
  for (const point of points) counts[stateOf(point.reply)]++;
  return counts;
}

export interface Filter {
  state: State | "all";
  /** A row's id, or "all". */
  row: string;
  words: string;
}

export const everything: Filter = { state: "all", row: "all", words: "" };

/** What a point is found by: who said it, what was said of it and in answer, its row and that row's gists. */
function hayOf(row: Row, point: Point): string {
  const gists = row.gists.flatMap((gist) => gist.claims.map((claim) => claim.text));
  return [
    point.who,
    ...point.quotes.map((quote) => quote.text),
    point.reply?.text ?? "",
    point.reply?.remark ?? "",
    row.name.vi,
    row.name.en,
    ...gists,
  ].join("\n");
}

/** The ids of the points that a filter asks for; every word must be there, capitals and marks do not matter. */
export function matching(rows: Row[], { state, row: only, words }: Filter): Set<string> {
  const wanted = plain(words).split(" ").filter(Boolean);
  const found = new Set<string>();
  for (const row of rows) {
    if (only !== "all" && only !== row.id) continue;
    for (const point of row.points) {
      if (state !== "all" && stateOf(point.reply) !== state) continue;
      const hay = wanted.length > 0 ? plain(hayOf(row, point)) : "";
      if (wanted.every((word) => hay.includes(word))) found.add(point.id);
    }
  }
  return found;
}

/** Of all that there are, those that are found now and those that were before: what is gone is shown no more. */
export const staying = (all: string[], found: Set<string>, before: Set<string>): Set<string> =>
  new Set(all.filter((id) => found.has(id) || before.has(id)));

/** The next of `ids` after `from` that is wanted, from the beginning again at the end; not `from` itself. */
export function nextOf(ids: string[], from: string, wanted: (id: string) => boolean): string | undefined {
  const at = ids.indexOf(from);
  return [...ids.slice(at + 1), ...ids.slice(0, Math.max(at, 0))].find(wanted);
}

/** Whether words would be lost with what was typed: it has some, and they are stored nowhere. */
export const isLost = (typed: string, stored: string): boolean => typed.trim() !== "" && typed.trim() !== stored.trim();
