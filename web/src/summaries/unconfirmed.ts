/** What of a table no person has placed, confirmed or named yet. Pure. */
import type { Review } from "./types.ts";

/**
 * sentences: how many the next version may move, those that wait among them; points: how many
 * stand in rows as the program placed them; rows: how many have a name that no person wrote.
 */
export function unconfirmed(view: Pick<Review, "rows" | "apart" | "waiting">): {
  sentences: number;
  points: number;
  rows: number;
} {
  const open = view.rows.flatMap((row) => row.points).filter((point) => !point.filed);
  const sentences = new Set([
    ...open.flatMap((point) => point.quotes.map((quote) => quote.sentence)),
    ...view.apart.filter((one) => !one.filed).map((one) => one.sentence),
    ...view.waiting,
  ]);
  return {
    sentences: sentences.size,
    points: open.length,
    rows: view.rows.filter((row) => row.title === "" || !row.touched).length,
  };
}
