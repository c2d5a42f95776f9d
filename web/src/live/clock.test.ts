import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { measure, resetClock, serverNow } from "./clock.ts";

beforeEach(() => {
  resetClock();
  vi.useFakeTimers({ now: new Date("2026-03-02T02:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a tablet that is ten minutes wrong counts by the server", () => {
  measure("2026-03-02T02:10:00Z", 100);
  expect(serverNow()).toBe(Date.parse("2026-03-02T02:10:00Z") + 50);
});

test("the measurement with the shortest way is kept, until one contradicts it", () => {
  measure("2026-03-02T02:10:00Z", 100);
  measure("2026-03-02T02:10:00.500Z", 900);
  expect(serverNow()).toBe(Date.parse("2026-03-02T02:10:00Z") + 50);
  measure("2026-03-03T08:00:00Z", 900);
  expect(serverNow()).toBe(Date.parse("2026-03-03T08:00:00Z") + 450);
});
