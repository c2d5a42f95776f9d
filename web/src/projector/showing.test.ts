import { expect, test } from "vitest";
import { type Presented, type Screen, showing } from "./showing.ts";

const item = {
  id: "i",
  number: "1",
  title: "",
  lead: "",
  kind: "decide",
  step: "speak",
  minutes: 0,
  clock: null,
  papers: [{ version: "v", kind: "submission", title: "" }],
} as unknown as NonNullable<Screen["item"]>;
const none = null as unknown as NonNullable<Screen["item"]>;
const view = { state: "running", scene: "", item, vote: null } as unknown as Screen;
const page: Presented = { item: "i", version: "v", page: 2, at: "2026-11-16T01:00:00Z" };
const vote = (state: "open" | "closed", closed_at: string | null = null) =>
  ({ state, closed_at }) as unknown as Screen["vote"];

test("what goes on is shown, the most urgent first", () => {
  expect(showing(view, undefined)).toBe("item");
  expect(showing(view, page)).toBe("page");
  expect(showing({ ...view, vote: vote("open") }, page)).toBe("vote");
  expect(showing({ ...view, state: "paused" }, page)).toBe("break");
  expect(showing({ ...view, state: "convened", item: none }, undefined)).toBe("check_in");
  expect(showing({ ...view, state: "adjourned" }, page)).toBe("over");
  expect(showing({ ...view, item: none }, page)).toBe("seats");
});

test("a result stays until another page is shown", () => {
  expect(showing({ ...view, vote: vote("closed", "2026-11-16T01:05:00Z") }, page)).toBe("result");
  expect(showing({ ...view, vote: vote("closed", "2026-11-16T00:55:00Z") }, page)).toBe("page");
});

test("a paper that is not for the room is not shown", () => {
  expect(showing({ ...view, item: { ...item, papers: [] } }, page)).toBe("item");
});

test("who prepares the session says otherwise, but for its end", () => {
  expect(showing({ ...view, scene: "seats", vote: vote("open") }, page)).toBe("seats");
  expect(showing({ ...view, scene: "seats", state: "adjourned" }, page)).toBe("over");
});
