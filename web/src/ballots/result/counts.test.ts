import { expect, test } from "vitest";
import type { Outcome, Result } from "../parts/types.ts";
import { barsOf, partsOf, shortHash, sidesOf, tableParts, threshold } from "./counts.ts";
import { longDate } from "./date.ts";

const text = { vi: "", en: "" };

function outcome(change: Partial<Outcome>): Outcome {
  return {
    question: "q1",
    text: "",
    outcome: "adopted",
    chosen: "",
    sentence: text,
    n: 27,
    base: 27,
    needed: 14,
    agree: 13,
    deemed: 2,
    disagree: 8,
    other: 3,
    discuss: 0,
    not_answered: 1,
    on_behalf: 0,
    on_behalf_for: 0,
    on_behalf_against: 0,
    unconfirmed: 0,
    deemed_abstain: 0,
    recused: 1,
    reserved: 0,
    for: 15,
    against: 8,
    answered: 24,
    classed_for: 0,
    classed_against: 0,
    of_sent: text,
    of_answered: text,
    options: [],
    sides: [],
    ...change,
  };
}

test("the parts of a bar are all seats, also those that nothing names", () => {
  const sum = (one: Outcome) => partsOf(one).reduce((total, part) => total + part.count, 0);
  expect(sum(outcome({}))).toBe(27);
  expect(partsOf(outcome({ agree: 10 })).at(-1)).toMatchObject({ key: "abstain", count: 3 });
  expect(sum(outcome({ agree: 10 }))).toBe(27);
});

test("a table keeps the plain choices and leaves out what nobody chose besides", () => {
  expect(tableParts(outcome({ disagree: 0, other: 11 })).map((part) => part.key)).toEqual([
    "agree",
    "deemed",
    "disagree",
    "other",
    "none",
  ]);
});

test("an other opinion placed for it stands before the mark, and in its own line of the table", () => {
  const placed = outcome({ agree: 11, deemed: 2, disagree: 8, other: 3, not_answered: 3, for: 14, classed_for: 1 });
  const bar = barsOf(placed)[0]?.filter((part) => part.count > 0);
  expect(bar?.map(({ key, count }) => `${key} ${count}`)).toEqual([
    "agree 11",
    "deemed 2",
    "classed 1",
    "disagree 8",
    "other 2",
    "none 3",
  ]);
  expect(tableParts(placed).find((part) => part.key === "other")?.count).toBe(3);
});

test("options stand in the place of agreement", () => {
  const options = [
    { key: "o1", text: "Một", explicit: 5, on_behalf: 0, deemed: 0, total: 5, of_sent: text },
    { key: "o2", text: "Hai", explicit: 17, on_behalf: 1, deemed: 3, total: 21, of_sent: text },
  ];
  const parts = partsOf(
    outcome({ options, agree: 0, deemed: 3, disagree: 0, other: 1, not_answered: 0, on_behalf: 1 }),
  ).filter((part) => part.count > 0);
  expect(parts.map((part) => part.key)).toEqual(["option:o1", "option:o2", "other"]);
  expect(parts[1]).toMatchObject({ count: 21, deemed: 3, onBehalf: 1 });
});

test("an answer on behalf keeps its own line, also where it chose no option", () => {
  const options = [{ key: "o1", text: "Một", explicit: 5, on_behalf: 2, deemed: 0, total: 7, of_sent: text }];
  const parts = partsOf(
    outcome({ options, agree: 0, deemed: 0, disagree: 0, other: 1, not_answered: 18, on_behalf: 3 }),
  );
  expect(parts.find((part) => part.key === "on_behalf")?.count).toBe(1);
  expect(parts.some((part) => part.key === "abstain")).toBe(false);
});

test("what silence abstains is shown as deemed", () => {
  const parts = partsOf(outcome({ deemed: 0, deemed_abstain: 2 }));
  expect(parts.find((part) => part.key === "deemed_abstain")?.count).toBe(2);
  expect(parts.some((part) => part.key === "abstain")).toBe(false);
});

test("the mark stands at what is needed of all seats", () => {
  expect(threshold(outcome({ n: 20, needed: 11 }))).toBeCloseTo(55);
  expect(threshold(outcome({ n: 0 }))).toBe(0);
});

test("a deemed answer is shown as deemed, a recused seat as recused", () => {
  const side = { choice: "", side: "", deemed: false, on_behalf: false, recused: false, reserved: false, class_by: "" };
  const members = [1, 2, 3, 4].map((seat) => ({ seat, name: `M${seat}`, posts: [], tie_mark: false }));
  const groups = sidesOf(
    { members } as unknown as Result,
    outcome({
      sides: [
        { ...side, seat: 1, recused: true },
        { ...side, seat: 2, side: "agree", deemed: true },
        { ...side, seat: 3, choice: "other", side: "agree", class_by: "Bà A" },
        { ...side, seat: 4 },
      ],
    }),
  );
  expect(groups.map((group) => group.key)).toEqual(["deemed", "other", "none", "recused"]);
  expect(groups[1]?.lines[0]).toMatchObject({ classed: "agree", classBy: "Bà A" });
});

test("a hash is shown by both ends", () => {
  expect(shortHash("0123456789abcdef0123456789abcdef")).toBe("01234567…89abcdef");
});

test("the date of a paper is written as the form of documents wants it", () => {
  expect(longDate("2026-02-04T20:00:00Z", "vi")).toBe("ngày 05 tháng 02 năm 2026");
  expect(longDate("2026-11-22T02:00:00Z", "vi")).toBe("ngày 22 tháng 11 năm 2026");
  expect(longDate("2026-11-22T02:00:00Z", "en")).toBe("22 November 2026");
  expect(longDate("", "vi")).toBe("ngày …… tháng …… năm ……");
});

test("options have a bar each, and each bar is all seats", () => {
  const options = [
    { key: "a", text: "A", total: 5, deemed: 0, on_behalf: 0 },
    { key: "b", text: "B", total: 21, deemed: 3, on_behalf: 1 },
  ] as Outcome["options"];
  const bars = barsOf(outcome({ options }));
  expect(bars.map((bar) => bar.map((part) => part.count))).toEqual([
    [5, 0, 0, 22],
    [17, 3, 1, 6],
  ]);
});
