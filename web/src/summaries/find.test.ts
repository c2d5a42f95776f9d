import { expect, test } from "vitest";
import { finder, indexOf } from "./find.ts";
import type { Opinions, Row } from "./types.ts";

const sentence = (id: string, text: string) => ({
  id,
  text,
  rule: "",
  clause: { vi: "", en: "" },
  opposes: false,
  suspect: false,
  fold: "",
});
const opinions: Opinions = {
  items: [
    {
      id: "1",
      who: "Bộ Tài chính",
      post: "Cơ quan ngang bộ",
      stance: "agree",
      deemed: false,
      sentences: [sentence("1#1", "Điều 5 cần  làm rõ."), sentence("1#2", "Hết.")],
    },
    {
      id: "2",
      who: "Nguyễn Văn Đạt",
      post: "Bộ trưởng Bộ Y tế",
      stance: "other",
      deemed: false,
      sentences: [sentence("2#1", "Đề nghị Bộ Tài chính cho ý kiến.".normalize("NFD"))],
    },
  ],
};
const index = indexOf(opinions);
const found = (typed: string) => {
  const find = finder(index, typed);
  return find && ["1#1", "1#2", "2#1"].filter((id) => find.sentence(id));
};

test.each([
  ["bo tai chinh", ["1#1", "1#2", "2#1"]], // who said it, or what is said
  ["Bộ Tài chính", ["1#1", "1#2", "2#1"]],
  ["  CẦN   LÀM ", ["1#1"]],
  ["dat", ["2#1"]],
  ["bo y te", ["2#1"]], // by the post
  ["de nghi", ["2#1"]], // letters with their marks apart
  ["tai bo", []], // as it stands there, not word by word
  ["ngân hàng", []],
])("%s finds %o", (typed, ids) => {
  expect(found(typed)).toEqual(ids);
});

test("nothing typed is no search", () => {
  expect(finder(index, "  ")).toBeNull();
});

test("an opinion is found by who gave it and by any of its sentences", () => {
  const opinion = (typed: string) => ["1", "2"].filter((id) => finder(index, typed)?.opinion(id));
  expect(opinion("tai chinh")).toEqual(["1", "2"]);
  expect(opinion("hết")).toEqual(["1"]);
});

test("a row is found by its name and by what stands in it", () => {
  const row = { points: [{ quotes: [{ sentence: "1#1", text: "" }] }] } as unknown as Row;
  const hit = (typed: string) => finder(index, typed)?.row(row, "Thẩm quyền cấp phép");
  expect([hit("tham quyen"), hit("lam ro"), hit("bo tai chinh"), hit("y te")]).toEqual([true, true, true, false]);
});
