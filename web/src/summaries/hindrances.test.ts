import { expect, test } from "vitest";
import { hindrances } from "./hindrances.ts";
import type { Review } from "./types.ts";

const view = (ledger: object, stale: string[] = []) =>
  ({
    stale,
    ledger: { balanced: true, faults: [], unread: [], sentences: { waiting: 0 }, ...ledger },
  }) as unknown as Review;

test("all that keeps a version from being handed over is said at once", () => {
  expect(hindrances(view({}))).toEqual([]);
  expect(hindrances(view({ unread: ["a", "b"], sentences: { waiting: 14 } }))).toEqual([
    { why: "waiting", count: 14 },
    { why: "unread", count: 2 },
  ]);
  expect(hindrances(view({ balanced: false, faults: [{}, {}] }))).toEqual([{ why: "unbalanced", count: 2 }]);
  expect(hindrances(view({ balanced: false }))).toEqual([{ why: "unbalanced", count: 1 }]); // the sums are wrong
});

test("opinions that changed are why the ledger does not balance, and are said once", () => {
  expect(hindrances(view({ balanced: false, faults: [{}] }, ["a"]))).toEqual([{ why: "stale", count: 1 }]);
});
