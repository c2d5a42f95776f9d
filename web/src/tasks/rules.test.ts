import { expect, test } from "vitest";
import { ownWork, timing } from "./rules.ts";
import type { Due } from "./types.ts";

const due: Due = {
  day: "2026-11-14",
  last: "2026-11-16",
  at: "2026-11-16T17:00:00Z",
  soon: "2026-11-11T00:00:00Z",
  confirmed: true,
  first: "2026-11-14",
  extended: 0,
  met: "",
  met_at: null,
};

test("a report at the last moment is in time, a moment later it is overdue", () => {
  const task = { state: "doing", due } as const;
  expect(timing(task, Date.parse("2026-11-10T23:59:59Z"))).toBe("running");
  expect(timing(task, Date.parse(due.soon))).toBe("soon");
  expect(timing(task, Date.parse(due.at))).toBe("soon");
  expect(timing(task, Date.parse(due.at) + 1)).toBe("overdue");
});

test("what was reported is judged by its report, what was recalled not at all", () => {
  const long = Date.parse("2027-01-01T00:00:00Z");
  expect(timing({ state: "closed", due: { ...due, met: "on_time" } }, long)).toBe("on_time");
  expect(timing({ state: "recalled", due }, long)).toBe("none");
  expect(timing({ state: "assigned", due: null }, long)).toBe("none");
});

test("a second party is neither who reported nor the lead agency", () => {
  const task = { reported: { by: { id: "p1" } }, lead: { id: "a1" } };
  expect(ownWork(task, { person: { id: "p1" }, agencies: [] })).toBe(true);
  expect(ownWork(task, { person: { id: "p2" }, agencies: [{ id: "a1" }] })).toBe(true);
  expect(ownWork(task, { person: { id: "p2" }, agencies: [{ id: "a2" }] })).toBe(false);
});
