import { expect, test } from "vitest";
import { moved, queue } from "./ordering.ts";

test.each([
  ["b", -1, "bacd"],
  ["b", 1, "acbd"],
  ["a", -1, "abcd"],
  ["d", 1, "abcd"],
  ["a", 2, "bcad"],
  ["d", -9, "dabc"],
  ["x", 1, "abcd"],
])("%s by %d", (id, by, want) => {
  expect(moved([..."abcd"], id, by).join("")).toBe(want);
});

test("moves wait for each other, and after a refusal there are others", async () => {
  const seen: string[] = [];
  const answers: { yes: (now: string) => void; no: (why: Error) => void }[] = [];
  const push = queue<string, string>((now, thing) => {
    seen.push(`${thing} over ${now}`);
    if (thing === "nothing") return undefined;
    return new Promise((yes, no) => answers.push({ yes, no }));
  });
  const turn = () => new Promise((done) => setTimeout(done));
  push("0", "a");
  push("0", "nothing");
  push("0", "b");
  expect(seen).toEqual(["a over 0"]);
  answers[0]?.yes("1");
  await turn();
  expect(seen).toEqual(["a over 0", "nothing over 1", "b over 1"]);
  push("1", "c");
  answers[1]?.no(new Error("refused"));
  await turn();
  expect(seen.length).toBe(3); // what was meant over it is forgotten
  push("2", "d");
  expect(seen.at(-1)).toBe("d over 2");
});
