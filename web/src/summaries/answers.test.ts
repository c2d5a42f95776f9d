import { expect, test } from "vitest";
import { countsOf, everything, isLost, matching, nextOf, stateOf, staying } from "./answers.ts";
import type { Point, Reply, Row } from "./types.ts";

const reply = (check: Reply["check"], text = ""): Reply => ({ check, text, remark: "" }) as Reply;
const point = (id: string, who: string, said: string, answer?: Reply): Point =>
  ({ id, who, quotes: [{ sentence: id, text: said }], ...(answer ? { reply: answer } : {}) }) as Point;
const row = (id: string, name: string, points: Point[]): Row =>
  ({ id, name: { vi: name, en: "" }, gists: [], points }) as unknown as Row;

const rows = [
  row("1", "Điều 5", [
    point("a", "Bộ Tài chính", "Đề nghị giao cấp tỉnh.", reply("passed", "Đã sửa khoản 2.")),
    point("b", "Bộ Y tế", "Không đồng ý."),
  ]),
  row("2", "Hiệu lực", [point("c", "Bộ Y tế", "Lùi thời hạn.", reply("sent_back")), point("d", "", "Rõ.", reply(""))]),
];
const found = (part: Partial<typeof everything>) => [...matching(rows, { ...everything, ...part })].join("");

test("each point has one state, and a row counts them", () => {
  expect([undefined, reply(""), reply("sent_back"), reply("passed")].map(stateOf)).toEqual([
    "waits",
    "answered",
    "sent_back",
    "checked",
  ]);
  expect(countsOf(rows.flatMap(({ points }) => points))).toEqual({
    total: 4,
    waits: 1,
    answered: 1,
    sent_back: 1,
    checked: 1,
  });
});

test("points are found by state, row and words, without marks and in any order", () => {
  expect(found({})).toBe("abcd");
  expect(found({ state: "waits" })).toBe("b");
  expect(found({ row: "2" })).toBe("cd");
  expect(found({ words: "  Y TE " })).toBe("bc");
  expect(found({ words: "tinh giao" })).toBe("a");
  expect(found({ words: "khoan 2" })).toBe("a"); // in the answer
  expect(found({ words: "hieu luc", state: "answered" })).toBe("d");
  expect(found({ words: "không có" })).toBe("");
});

test("the next one is looked for after the present one and then from the beginning", () => {
  const ids = ["a", "b", "c", "d"];
  const any =
    (...some: string[]) =>
    (id: string) =>
      some.includes(id);
  expect(nextOf(ids, "b", any("a", "b", "d"))).toBe("d");
  expect(nextOf(ids, "d", any("a", "d"))).toBe("a");
  expect(nextOf(ids, "", any("a", "b"))).toBe("a");
  expect(nextOf(ids, "gone", any("b"))).toBe("b");
  expect(nextOf(ids, "b", any("b"))).toBeUndefined();
});

test("what was found stays while it is there, and is not counted when it is gone", () => {
  expect([...staying(["a", "c", "d"], new Set(["c"]), new Set(["a", "b"]))]).toEqual(["a", "c"]);
});

test("only words that are stored nowhere are lost by who leaves", () => {
  expect(isLost("Đã sửa.", "")).toBe(true);
  expect(isLost("Đã sửa tại Điều 3.", "Đã sửa.")).toBe(true);
  expect(isLost("Đã sửa. ", "Đã sửa.")).toBe(false);
  expect(isLost(" ", "Đã sửa.")).toBe(false);
  expect(isLost("", "")).toBe(false);
});
