import { expect, test } from "vitest";
import type { Review, Row } from "./types.ts";
import { unconfirmed } from "./unconfirmed.ts";

const row = (title: string, touched: boolean, points: [filed: boolean, ...sentences: string[]][]): Row =>
  ({
    title,
    touched,
    points: points.map(([filed, ...sentences]) => ({ filed, quotes: sentences.map((sentence) => ({ sentence })) })),
  }) as Row;

test("what no person has placed, confirmed or named is counted, each sentence once", () => {
  const view = {
    rows: [
      row("Thẩm quyền", true, [
        [true, "1#1", "1#2"],
        [false, "2#1"],
      ]),
      row("", false, [[false, "2#1", "3#1"]]),
      row("Mô hình đặt", false, []),
    ],
    apart: [
      { sentence: "1#3", rule: "courtesy", filed: false },
      { sentence: "2#2", rule: "by_person", filed: true },
    ],
    waiting: ["3#2"],
  } as Pick<Review, "rows" | "apart" | "waiting">;
  expect(unconfirmed(view)).toEqual({ sentences: 4, points: 2, rows: 2 });
});
