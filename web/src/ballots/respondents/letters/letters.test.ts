import { describe, expect, test } from "vitest";
import type { Matrix, Seat } from "../../desk/ballot.ts";
import type { Ballot } from "../../parts/types.ts";
import {
  behalf,
  blankDraft,
  contentOf,
  type Draft,
  edited,
  keyOf,
  type LetterLine,
  type Letters,
  offered,
  rowsOf,
  termed,
} from "./letters.ts";

const ballot = {
  id: "b",
  state: "open",
  questions: [
    {
      key: "q1",
      text: "Thông qua?",
      kind: "yes_no",
      choices: ["agree", "disagree", "other"],
      options: [],
      proposal: "",
    },
  ],
} as unknown as Ballot;

function seat(no: number, state: Seat["state"] = "waiting"): Seat {
  return { seat: no, state, member: { id: `r${no}`, name: `Nơi ${no}` }, pending: "", revision: 0 } as unknown as Seat;
}

function matrix(...rows: Seat[]): Matrix {
  return { id: "b", rows } as unknown as Matrix;
}

function line(no: number, change: Partial<LetterLine> = {}): LetterLine {
  return {
    no,
    table: "Ý kiến",
    row: no + 1,
    name: `Nơi ${no}`,
    number: "",
    letter: `${no}/CV`,
    seat: no,
    sure: true,
    may: [],
    blank: false,
    opinions: [{ question: "q1", choice: "agree", text: "", points: [] }],
    wrong: [],
    ...change,
  };
}

function letters(...lines: LetterLine[]): Letters {
  return {
    file: { id: "f", name: "y-kien.xlsx", size: 9, hash: "ab".repeat(32) },
    kind: "xlsx",
    headings: [],
    unread: [],
    lines,
  };
}

const all = matrix(seat(1), seat(2), seat(3, "answered"), seat(4, "on_behalf_unconfirmed"));

function problem(code: string, question = "") {
  return { code, question, text: { vi: code, en: code } };
}

const kinds = (of: Letters, draft: Draft = blankDraft) =>
  rowsOf(of, draft, ballot, all).map((row) => [row.line.no, row.state, ...row.why.map((why) => why.kind)]);

describe("what may be recorded", () => {
  test("a line that was understood whole is ready; a blank one is none", () => {
    expect(kinds(letters(line(1), line(2, { blank: true })))).toEqual([[1, "ready"]]);
  });

  test("nobody is recorded for on a likeness, until a person says who it is", () => {
    const alike = letters(line(1, { sure: false, seat: 2, wrong: [problem("letters.p_alike")] }));
    expect(kinds(alike)).toEqual([[1, "look", "server"]]);
    expect(kinds(alike, edited(blankDraft, 1, { seat: 2 }))).toEqual([[1, "ready"]]);
    expect(offered(rowsOf(alike, blankDraft, ballot, all)[0] as never, ballot, all).map((one) => one.seat)).toEqual([
      2,
    ]);
  });

  test("who has answered, in person or on behalf, is not recorded for", () => {
    expect(kinds(letters(line(3), line(4)))).toEqual([
      [3, "look", "answered"],
      [4, "look", "answered"],
    ]);
  });

  test("after closing a line is recorded for who was silent, until one waits for its second person", () => {
    const closed = { ...ballot, state: "closed" } as Ballot;
    const silent = seat(1, "not_answered");
    const states = [silent, { ...silent, pending: "a" }].map(
      (one) => rowsOf(letters(line(1)), blankDraft, closed, matrix(one))[0]?.state,
    );
    expect(states).toEqual(["ready", "look"]);
  });

  test("two lines of one respondent wait until one is left out, also where both were matched by hand", () => {
    const two = letters(line(1), line(2, { sure: false, seat: 0 }));
    const draft = edited(blankDraft, 2, { seat: 1 });
    expect(kinds(two, draft)).toEqual([
      [1, "look", "twice"],
      [2, "look", "twice"],
    ]);
    expect(kinds(two, edited(draft, 1, { out: true }))).toEqual([
      [1, "out"],
      [2, "ready"],
    ]);
  });

  test("what is no choice is said in the file's words, until it is chosen", () => {
    const odd = letters(
      line(1, {
        opinions: [{ question: "q1", choice: "", text: "", points: [] }],
        wrong: [problem("letters.p_choice", "q1")],
      }),
      line(2, { wrong: [problem("letters.p_two", "q1")] }),
    );
    expect(kinds(odd)).toEqual([
      [1, "look", "server"],
      [2, "look", "server"],
    ]);
    const chosen = { ...contentOf(line(1)) };
    expect(kinds(odd, edited(edited(blankDraft, 1, { content: chosen }), 2, { content: chosen }))).toEqual([
      [1, "ready"],
      [2, "ready"],
    ]);
  });

  test("a disagreement without words and a letter without a number are told", () => {
    const bare = letters(
      line(1, { letter: "", opinions: [{ question: "q1", choice: "disagree", text: " ", points: [] }] }),
    );
    expect(kinds(bare)).toEqual([[1, "look", "gap", "letter"]]);
    expect(kinds(bare, { ...blankDraft, letter: "9/CV" })).toEqual([[1, "look", "gap"]]);
  });

  test("what no answer came to is asked for again, whatever its seat looks like now", () => {
    const trying = { no: 1, key: "k", act: { seat: 1, reason: "", received_at: "" } as never };
    const rows = rowsOf(
      letters(line(1), line(2, { seat: 1 })),
      { ...blankDraft, trying },
      ballot,
      matrix(seat(1, "on_behalf_unconfirmed")),
    );
    expect(rows.map((row) => row.state)).toEqual(["unsure", "look"]);
  });

  test("what was recorded stays told, and counts for no second line", () => {
    const draft = { ...blankDraft, done: [1], refused: { 2: "không nhận" } };
    const rows = rowsOf(letters(line(1), line(2)), draft, ballot, matrix(seat(1, "on_behalf_unconfirmed"), seat(2)));
    expect(rows.map((row) => [row.state, row.refused])).toEqual([
      ["done", ""],
      ["look", "không nhận"],
    ]);
    expect(kinds(letters(line(2)), edited(draft, 2, { letter: "3/CV" }))).toEqual([[2, "ready"]]);
    expect(kinds(letters(line(2)), termed(draft, { received: "2026-11-16T00:30:00Z" }))).toEqual([[2, "ready"]]);
  });
});

describe("the act of a line", () => {
  const from = letters(line(1, { opinions: [{ question: "q1", choice: "other", text: " Lùi hạn. ", points: [] }] }));
  const act = (draft: Draft = blankDraft) => {
    const [row] = rowsOf(from, draft, ballot, all);
    return behalf(row as never, from.file, ballot, "lý do");
  };

  test("names the table first among its files", () => {
    const scan = { id: "s", name: "quet.pdf", size: 1, hash: "cd" };
    const [row] = rowsOf(from, blankDraft, ballot, all);
    const draft = edited(blankDraft, 1, { content: { ...(row?.content as never as object), files: [scan] } as never });
    expect(act(draft).content.files.map((file) => file.id)).toEqual(["f", "s"]);
    expect(act(draft).content.opinions[0]?.text).toBe("Lùi hạn.");
  });

  test("has one key as long as it says the same of the same seat", () => {
    const key = keyOf(from.file, 1, 0, act());
    expect(key).toBe(keyOf(from.file, 1, 0, act()));
    expect(key).toMatch(/^[!-~]{1,100}$/);
    expect(
      new Set([
        key,
        keyOf(from.file, 2, 0, act()),
        keyOf(from.file, 1, 1, act()),
        keyOf(from.file, 1, 0, { ...act(), reason: "khác" }),
      ]).size,
    ).toBe(4);
  });
});
