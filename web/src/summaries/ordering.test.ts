import { expect, test } from "vitest";
import { moved } from "./ordering.ts";

test.each([
  ["b", -1, "bacd"],
  ["b", 1, "acbd"],
  ["a", -1, "abcd"],
  ["d", 1, "abcd"],
  ["a", 2, "bcad"],
  ["d", -9, "dabc"],
  ["x", 1, "abcd"],
])("%s by %d", (id, by, want) => {
  expect(moved([..."abcd"], id, by).join("")).toBe(want);
});
