import { expect, test } from "vitest";
import type { Day } from "./calls.ts";
import { isWeekend, look, weekday, weeks } from "./days.ts";

test("a month begins on its weekday and holds each day once", () => {
  const november = weeks(2026, 11);
  expect(november[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
  expect(november.flat().filter(Boolean)).toHaveLength(30);
  expect(weeks(2028, 2).flat().filter(Boolean)).toHaveLength(29);
  expect(weeks(2027, 2)).toHaveLength(4);
});

test("weekdays do not depend on the zone of the machine", () => {
  expect(weekday("2026-11-22")).toBe(0);
  expect(isWeekend("2026-11-21")).toBe(true);
  expect(isWeekend("2026-11-23")).toBe(false);
});

test("an entry stands before the weekday, one taken back does not", () => {
  const entry = (date: string, kind: Day["kind"]) => [date, { date, kind } as Day] as const;
  const entries = new Map([entry("2026-08-22", "worked"), entry("2026-09-02", "off"), entry("2026-04-30", "plain")]);
  expect(look("2026-08-22", entries)).toBe("worked");
  expect(look("2026-09-02", entries)).toBe("off");
  expect(look("2026-04-30", entries)).toBe("plain");
  expect(look("2026-08-23", entries)).toBe("weekend");
});
