import { expect, test } from "vitest";
import { overrun } from "./length.ts";

test("a text is measured in characters", () => {
  expect(overrun("", 3)).toBe(0);
  expect(overrun("ý kiến", 6)).toBe(0);
  expect(overrun("ý kiến.", 6)).toBe(1);
  expect(overrun("👍👍👍", 3)).toBe(0);
  expect(overrun("👍👍👍👍", 3)).toBe(1);
  expect(overrun("a".repeat(26_400), 20_000)).toBe(6_400);
  expect(overrun("a".repeat(26_400), undefined)).toBe(0);
});
