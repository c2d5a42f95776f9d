import { expect, test } from "vitest";
import { sentencesOf, withWritten, writtenOf } from "./gists.ts";
import type { Row } from "./types.ts";

const point = (id: string, stance: string, sentences: string[]) => ({
  id,
  opinion: id,
  who: "",
  stance,
  filed: false,
  quotes: sentences.map((sentence) => ({ sentence, text: `Câu ${sentence}` })),
});

const row = {
  id: "r",
  points: [point("1", "agree", ["1#1", "1#2"]), point("2", "disagree", ["2#1"]), point("3", "agree", ["3#1", "1#1"])],
  gists: [
    {
      stance: "agree",
      claims: [
        { text: "Viết.", cites: ["1#1"] },
        { text: "", cites: ["3#1"] },
      ],
    },
    { stance: "disagree", claims: [{ text: "", cites: ["2#1"] }] },
  ],
} as unknown as Row;

test("sentences of one stance, each once", () => {
  expect(sentencesOf(row, "agree").map((one) => one.id)).toEqual(["1#1", "1#2", "3#1"]);
  expect(writtenOf(row, "agree")).toEqual([{ text: "Viết.", cites: ["1#1"] }]);
});

test("what is printed in full stays behind what is written, other stances as they are", () => {
  const next = withWritten(row, "disagree", [{ text: "Phản đối.", cites: ["2#1"] }]);
  expect(next[0]).toEqual(row.gists[0]);
  expect(next[1]).toEqual({
    stance: "disagree",
    claims: [
      { text: "Phản đối.", cites: ["2#1"] },
      { text: "", cites: ["2#1"] },
    ],
  });
});

test("a gist never ends up with nothing", () => {
  const bare = { ...row, gists: [{ stance: "agree", claims: [{ text: "Viết.", cites: ["1#1"] }] }] } as Row;
  expect(withWritten(bare, "agree", [])).toEqual([{ stance: "agree", claims: [{ text: "", cites: ["1#1"] }] }]);
});
