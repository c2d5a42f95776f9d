import { expect, test } from "vitest";
import { findAll, fold } from "./fold.ts";

const cut = (text: string, needle: string, marks: boolean) =>
  findAll(fold(text, marks), fold(needle, marks).text).map(([from, until]) => text.slice(from, until));

test("marks and capitals do not matter unless asked", () => {
  expect(cut("Điều 5. Đất đai và Nhà ở", "dat dai", false)).toEqual(["Đất đai"]);
  expect(cut("Điều 5. Đất đai và Nhà ở", "dat dai", true)).toEqual([]);
  expect(cut("ĐIỀU 5", "điều", true)).toEqual(["ĐIỀU"]);
});

test("letters whose marks are stored apart are found whole", () => {
  const apart = "Thống nhất".normalize("NFD");
  expect(cut(apart, "thống", true)).toEqual([apart.slice(0, "Thống".normalize("NFD").length)]);
  expect(cut(apart, "thong nhat", false)).toEqual([apart]);
});

test("line ends and double spaces are one space", () => {
  expect(cut("ý kiến\n  khác, ý kiến khác", "y kien khac", false)).toEqual(["ý kiến\n  khác", "ý kiến khác"]);
});

test("nothing is found for nothing", () => {
  expect(findAll(fold("abc", false), " ")).toEqual([]);
});
