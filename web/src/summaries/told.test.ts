import { expect, test } from "vitest";
import "../i18n/late/summaries.ts";
import { deedText, folded } from "./told.ts";
import type { Entry } from "./types.ts";

/** One move of a row; minutes are those before now. */
const move = (minutes: number, row = "Học phí", by = "Yến", act = "order", undone = ""): Entry =>
  ({
    type: "synthesis.edited",
    act,
    undone,
    by,
    at: new Date(Date.UTC(2026, 10, 30, 9, 0) - minutes * 60_000).toISOString(),
    row: { vi: row, en: row },
    to: { vi: "", en: "" },
    who: [],
  }) as unknown as Entry;
const times = (...entries: Entry[]) => folded(entries).map((one) => one.times);

test("moves of a row by one person that follow each other closely are one line, at the time of the last", () => {
  const newest = move(0);
  const [line] = folded([newest, move(1), move(5)]);
  expect(line).toEqual({ entry: newest, times: 3 });
  expect(line && deedText(line)).toBe("Chuyển dòng “Học phí” lên hoặc xuống (3 lần liền nhau)");
  expect(folded([newest]).map(deedText)).toEqual(["Chuyển dòng “Học phí” lên hoặc xuống"]);
});

test("of another row, by another person, later, or with something between, they are lines of their own", () => {
  expect(times(move(0), move(1, "Hiệu lực"), move(2))).toEqual([1, 1, 1]);
  expect(times(move(0), move(1, "Học phí", "Hải"))).toEqual([1, 1]);
  expect(times(move(0), move(4), move(6), move(11))).toEqual([2, 2]);
  expect(times(move(0), move(1, "Học phí", "Yến", "word"), move(2))).toEqual([1, 1, 1]);
});

test("what is no move of a known row stands for itself", () => {
  expect(times(move(0, "Học phí", "Yến", "word"), move(1, "Học phí", "Yến", "word"))).toEqual([1, 1]);
  expect(times(move(0, "Học phí", "Yến", "undo", "order"), move(1, "Học phí", "Yến", "undo", "order"))).toEqual([1, 1]);
  expect(times(move(0, ""), move(1, ""))).toEqual([1, 1]);
});
