import { expect, test } from "vitest";
import { mostPicked, ranged, still, toggled, withAll } from "./picking.ts";

const shown = ["a", "b", "c", "d", "e"];

test("one is chosen, and let go", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});

test.each([
  ["b", "d", ["b", "c", "d"]],
  ["d", "b", ["b", "c", "d"]], // upwards
  ["b", "b", ["b"]],
  [null, "c", ["c"]], // nothing was chosen before
  ["gone", "c", ["c"]], // a search no longer shows it
])("from %s to %s", (from, to, want) => {
  expect(ranged([], shown, from, to)).toEqual(want);
  expect(ranged(["e"], shown, from, to)).toEqual(["e", ...want]);
});

test("a range to what is not shown changes nothing", () => {
  expect(ranged(["a"], shown, "a", "gone")).toEqual(["a"]);
});

test("all that are shown, and none of them; what is not shown stays chosen", () => {
  expect(withAll(["x"], shown, true)).toEqual(["x", ...shown]);
  expect(withAll(["x", "a"], shown, false)).toEqual(["x"]);
});

test("what somebody else has filed is chosen no more, the rest stays", () => {
  expect(still(["a", "x", "c"], shown)).toEqual(["a", "c"]);
});

test("no more are chosen than one act takes", () => {
  const many = Array.from({ length: mostPicked + 9 }, (_, i) => String(i));
  expect(withAll([], many, true)).toHaveLength(mostPicked);
  expect(toggled(withAll([], many, true), "one more")).toHaveLength(mostPicked);
});
