/** What keeps a version from being handed over or approved. Pure; the server decides, by the same rule. */
import type { Review } from "./types.ts";

/** In the order in which they are mended: a new version may place and set free. */
export interface Hindrance {
  why: "stale" | "unbalanced" | "waiting" | "unread";
  count: number;
}

export function hindrances({ stale, ledger }: Pick<Review, "stale" | "ledger">): Hindrance[] {
  const all: Hindrance[] = [
    { why: "stale", count: stale.length },
    // What opinions that changed bring out of balance is said by then.
    { why: "unbalanced", count: ledger.balanced || stale.length > 0 ? 0 : Math.max(ledger.faults.length, 1) },
    { why: "waiting", count: ledger.sentences.waiting },
    { why: "unread", count: ledger.unread.length },
  ];
  return all.filter((one) => one.count > 0);
}
