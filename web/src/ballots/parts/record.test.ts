import { expect, test } from "vitest";
import { canonical, emptyContent } from "./content.ts";
import { type AnswerRecord, parseRecord, readRecord, sha256, shortHash } from "./record.ts";
import type { Content, Question } from "./types.ts";

const question: Question = {
  key: "q1",
  text: "Về việc ban hành Nghị định",
  kind: "yes_no",
  options: [],
  proposal: "",
  choices: ["agree", "disagree", "other", "discuss"],
};
const content: Content = {
  ...emptyContent,
  opinions: [{ question: "q1", choice: "disagree", text: "Chưa đánh giá tác động.", points: [] }],
};

async function made(options: unknown, change: Partial<AnswerRecord> = {}) {
  const { key, text, kind, proposal } = question;
  const record: AnswerRecord = {
    format: "ecabinet.answer.v1",
    ballot: "b1",
    title: "Nghị định",
    round: 1,
    questions: [{ key, hash: await sha256(canonical({ key, text, kind, options, proposal })) }],
    papers: [{ version: "v1", original: "aa", reading: "bb" }],
    seat: 3,
    voter: "p3",
    voter_name: "Nguyễn Văn A",
    on_behalf_of: "",
    choices: [{ question: "q1", choice: "disagree" }],
    reserved: false,
    opinion_hash: await sha256(`00ff${canonical(content)}`),
    revision: 1,
    prepared_at: "2026-11-22T02:42:10Z",
    nonce: "00ff",
    ...change,
  };
  const bytes = canonical(record);
  return { bytes, hash: await sha256(bytes) };
}

test("a record of what was shown is read in the words of the ballot", async () => {
  for (const options of [[], null]) {
    const { bytes, hash } = await made(options);
    const reading = await readRecord(bytes, hash, [question], content);
    expect(reading?.lines).toEqual([{ question, number: 1, choice: "disagree" }]);
  }
});

test("a record that binds other words is refused", async () => {
  const { bytes, hash } = await made([]);
  expect(await readRecord(bytes, hash, [{ ...question, text: "Khác" }], content)).toBeNull();
  expect(await readRecord(bytes, hash, [question], { ...content, reserve: "Thêm." })).toBeNull();
  expect(await readRecord(`${bytes} `, hash, [question], content)).toBeNull();
});

test("a record of another choice is refused", async () => {
  const { bytes, hash } = await made([], { choices: [{ question: "q1", choice: "agree" }] });
  expect(await readRecord(bytes, hash, [question], content)).toBeNull();
});

test("bytes that are no record are none", () => {
  expect(parseRecord("{}")).toBeNull();
  expect(parseRecord("no json")).toBeNull();
  expect(parseRecord('{"format":"ecabinet.answer.v1"}')).toBeNull();
});

test("a short hash shows both ends", () => {
  expect(shortHash("0123456789abcdef".repeat(4))).toBe("0123 4567 … cdef");
});
