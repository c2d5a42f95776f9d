import { expect, test } from "vitest";
import { searchPage } from "./search.ts";

test("a hit over two pieces of a page is marked in both", () => {
  const page = { text: "Điều 5. Cơ quan\nchủ trì soạn thảo", starts: [0, 8, 16] };
  const [hit] = searchPage(3, page, "co quan chu tri", false);
  expect(hit?.page).toBe(3);
  expect(hit?.pieces).toEqual([
    { index: 1, start: 0, end: 8 },
    { index: 2, start: 0, end: 7 },
  ]);
});
