import { describe, expect, test } from "vitest";
import {
  adopt,
  agreeToAll,
  answeredCount,
  canonical,
  emptyContent,
  fieldPath,
  gaps,
  isEmpty,
  newPoint,
  opinionOn,
  sameContent,
  sendable,
  unwritten,
  withOpinion,
  withoutAgreement,
} from "./content.ts";
import type { Content, Question } from "./types.ts";

const yesNo = (key: string): Question => ({
  key,
  text: `Nội dung ${key}`,
  kind: "yes_no",
  options: [],
  proposal: "",
  choices: ["agree", "disagree", "other", "discuss"],
});

const named = (key: string, proposal: string): Question => ({
  key,
  text: `Nội dung ${key}`,
  kind: "options",
  options: [
    { key: "o1", text: "Phương án 1" },
    { key: "o2", text: "Phương án 2" },
  ],
  proposal,
  choices: ["option:o1", "option:o2", "other", "discuss"],
});

const questions = [yesNo("q1"), named("q2", "o2"), named("q3", "")];
const choose = (content: Content, key: string, choice: string, text = "") =>
  withOpinion(content, questions, key, { choice, text });

describe("agreement to all", () => {
  test("fills in every question, the proposal where options are named", () => {
    const all = agreeToAll(emptyContent, questions);
    expect(all.opinions.map((opinion) => opinion.choice)).toEqual(["agree", "option:o2"]);
    expect(withoutAgreement(questions)).toEqual([3]);
    expect(answeredCount(all, questions)).toBe(2);
  });

  test("keeps what was written and what no agreement fits", () => {
    const before = choose(choose(emptyContent, "q1", "disagree", "Chưa rõ nguồn lực."), "q3", "option:o1");
    const all = agreeToAll(before, questions);
    expect(opinionOn(all, "q1")).toMatchObject({ choice: "agree", text: "Chưa rõ nguồn lực." });
    expect(opinionOn(all, "q3").choice).toBe("option:o1");
  });
});

describe("completeness", () => {
  test("every question has to be answered", () => {
    expect(gaps(choose(emptyContent, "q2", "option:o1"), questions)).toEqual([
      { path: "opinions[0].choice", kind: "choice", number: 1 },
      { path: "opinions[2].choice", kind: "choice", number: 3 },
    ]);
  });

  test("a disagreement and an other opinion need words or a point", () => {
    const all = choose(choose(choose(emptyContent, "q1", "disagree", "  "), "q2", "other"), "q3", "discuss");
    expect(gaps(all, questions).map((gap) => gap.path)).toEqual(["opinions[0].text", "opinions[1].text"]);
    const point = { ...newPoint, clause: "Điều 5", text: "Cần làm rõ." };
    const given = withOpinion(choose(all, "q1", "disagree", "Lý do."), questions, "q2", { points: [point] });
    expect(gaps(given, questions)).toEqual([]);
  });

  test("an empty point is no point", () => {
    const content = withOpinion(choose(emptyContent, "q1", "other"), questions, "q1", { points: [newPoint] });
    expect(gaps(content, [yesNo("q1")]).map((gap) => gap.kind)).toEqual(["text"]);
    expect(sendable(content, questions).opinions[0]?.points).toEqual([]);
  });

  test("a choice that the question does not offer is none", () => {
    expect(gaps(choose(emptyContent, "q1", "option:o9"), [yesNo("q1")]).map((gap) => gap.kind)).toEqual(["choice"]);
  });

  test("a text that is too long is named, wherever it stands", () => {
    const long = "a".repeat(20_001);
    expect(gaps(choose(emptyContent, "q1", "agree", long), [yesNo("q1")])[0]?.kind).toBe("long");
    const points = [
      newPoint,
      { ...newPoint, clause: "Điều 5".repeat(50), text: long },
      { ...newPoint, text: "a".repeat(10_001), wording: "b".repeat(10_000) },
    ];
    const all = withOpinion(choose(emptyContent, "q1", "agree"), questions, "q1", { points });
    expect(gaps({ ...all, reserve: long }, [yesNo("q1")]).map((gap) => gap.path)).toEqual([
      "opinions[0].points[1].clause",
      "opinions[0].points[1].text",
      "opinions[0].points[2].wording",
      "reserve",
    ]);
  });
});

test("what is to be reserved is written, or its mark taken off", () => {
  const ticked = { ...choose(emptyContent, "q1", "agree"), reserve: unwritten };
  expect(gaps(ticked, [yesNo("q1")])).toEqual([{ path: "reserve", kind: "reserve_none", number: 0 }]);
  expect(gaps({ ...ticked, reserve: "Bảo lưu." }, [yesNo("q1")])).toEqual([]);
  expect(sendable(ticked, [yesNo("q1")]).reserve).toBe("");
});

describe("a draft taken over", () => {
  test("becomes an answer of this ballot, independent of the draft", () => {
    const draft: Content = {
      opinions: [
        { question: "q2", choice: "option:o1", text: "", points: [{ ...newPoint, text: "Bổ sung." }] },
        { question: "q1", choice: "agree", text: "", points: [] },
        { question: "gone", choice: "agree", text: "", points: [] },
      ],
      reserve: "Bảo lưu.",
      files: [],
    };
    const mine = adopt(draft, questions);
    expect(mine.opinions.map((opinion) => opinion.question)).toEqual(["q1", "q2"]);
    expect(mine.reserve).toBe("Bảo lưu.");
    const point = mine.opinions[1]?.points[0];
    if (point) point.text = "Khác.";
    expect(draft.opinions[0]?.points[0]?.text).toBe("Bổ sung.");
  });

  test("loses a choice that is no longer offered, keeps its words", () => {
    const draft = { ...emptyContent, opinions: [{ question: "q1", choice: "option:o1", text: "Vì sao.", points: [] }] };
    expect(opinionOn(adopt(draft, questions), "q1")).toMatchObject({ choice: "", text: "Vì sao." });
  });
});

test("what is sent stands in the ballot's order and without spaces around", () => {
  const content = choose(choose(emptyContent, "q3", "other", " Khác. "), "q1", "agree");
  const sent = sendable(content, questions);
  expect(sent.opinions.map((opinion) => opinion.question)).toEqual(["q1", "q3"]);
  expect(sent.opinions[1]?.text).toBe("Khác.");
});

test("sameness does not depend on spaces or empty points", () => {
  const a = choose(emptyContent, "q1", "agree");
  const b = withOpinion(choose(emptyContent, "q1", "agree", " "), questions, "q1", { points: [newPoint] });
  expect(sameContent(a, b)).toBe(true);
  expect(sameContent(a, emptyContent)).toBe(false);
  expect(isEmpty({ ...emptyContent, reserve: " " })).toBe(true);
});

test("the server's paths find their fields", () => {
  expect(fieldPath("body.content.opinions[1].text", questions)).toBe("opinions[1].text");
  expect(fieldPath("questions.q3", questions)).toBe("opinions[2].choice");
});

test("canonical JSON sorts keys and keeps lists", () => {
  expect(canonical({ b: [2, 1], a: { d: "ý", c: null } })).toBe('{"a":{"c":null,"d":"ý"},"b":[2,1]}');
});
