import { expect, test } from "vitest";
import "../i18n/late/summaries.ts";
import type { Row } from "./types.ts";
import { capital, countsText, nameOf, renamedOf } from "./words.tsx";

const count = (stance: string, vi: string): Row["counts"][number] =>
  ({ stance, text: { vi, en: "" } }) as Row["counts"][number];

test("counts of a row say that they are of the whole question", () => {
  expect(countsText({ counts: [count("agree", "14/72"), count("option:o2", "1/72")] } as Row)).toBe(
    "Với cả nội dung hỏi, người có ý ở dòng này chọn Đồng ý: 14/72; Phương án 2: 1/72",
  );
  expect(countsText({ counts: [] as Row["counts"] } as Row)).toBe("");
});

test("a row is called by a name that begins with a capital, unless it has a capital of its own there", () => {
  expect(nameOf({ vi: "khoản 2 Điều 3", en: "" })).toBe("Khoản 2 Điều 3");
  expect(nameOf({ vi: "điểm đ khoản 2", en: "" })).toBe("Điểm đ khoản 2");
  const name = (vi: string) => ({ vi, en: "" });
  expect(renamedOf(name("khoản 2 Điều 3"), name("Học phí"))).toEqual({ was: "Khoản 2 Điều 3", is: "Học phí" });
  expect(renamedOf(name("học phí"), name("Học phí"))).toEqual({ was: "học phí", is: "Học phí" });
  expect(["đ", "pH của nước thải", "1. Giá", "Điều 5", ""].map(capital)).toEqual([
    "Đ",
    "pH của nước thải",
    "1. Giá",
    "Điều 5",
    "",
  ]);
});
