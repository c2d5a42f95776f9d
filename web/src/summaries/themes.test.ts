import { expect, test } from "vitest";
import type { Theme } from "./course.ts";
import { add, type Edited, merge, nextTo, offer, rename, standing, takeApart, untouched, use } from "./themes.ts";

const theme = (id: string, sentences: string[], isRow = false): Theme => ({
  id,
  name: { vi: `Tên ${id}`, en: `Name ${id}` },
  clause: {},
  opinions: isRow ? 7 : 0,
  sentences,
  standing: isRow,
});

const themes = [theme("r", [], true), theme("a", ["1#1", "2#1"]), theme("b", ["2#2", "3#1"]), theme("c", ["1#1"])];
const now = (edited: Edited) => standing(themes, edited, (one) => one.name.vi);

test("untouched, everything is offered, rows without a title of their own", () => {
  expect(offer(now(untouched))).toEqual([
    { id: "r", title: "" },
    { id: "a", title: "Tên a" },
    { id: "b", title: "Tên b" },
    { id: "c", title: "Tên c" },
  ]);
  expect(now(untouched).map((one) => one.opinions)).toEqual([7, 2, 2, 1]);
});

test("a merged theme brings its sentences and its opinions, each once", () => {
  const edited = merge(untouched, "b", "a");
  const [, a] = now(edited);
  expect(now(edited).map((one) => one.id)).toEqual(["r", "a", "c"]);
  expect(a).toMatchObject({ opinions: 3, sentences: ["1#1", "2#1", "2#2", "3#1"] });
  expect(a?.merged).toEqual([{ id: "b", title: "Tên b" }]);
  expect(now(takeApart(edited, "b"))).toEqual(now(untouched));
});

test("what was merged goes along when its theme is merged", () => {
  const edited = merge(merge(untouched, "b", "a"), "a", "c");
  expect(now(edited).map((one) => one.id)).toEqual(["r", "c"]);
  expect(now(edited)[1]?.merged.map((one) => one.id)).toEqual(["a", "b"]);
});

test("what is renamed, left out and added is offered so", () => {
  let edited = use(rename(untouched, "a", " Giá sạc "), "b", false);
  edited = add(add(edited, "An toàn"), "Thủ tục");
  expect(offer(now(edited))).toEqual([
    { id: "r", title: "" },
    { id: "a", title: "Giá sạc" },
    { id: "c", title: "Tên c" },
    { id: "", title: "An toàn" },
    { id: "", title: "Thủ tục" },
  ]);
  expect(new Set(now(edited).map((one) => one.id)).size).toBe(6);
  expect(offer(now(use(edited, "b", true)))).toHaveLength(6);
  expect(offer(now(use(edited, "new:1", false))).map((one) => one.title)).not.toContain("An toàn");
});

test("a row of the table keeps its name", () => {
  expect(now(rename(untouched, "r", "Khác"))[0]?.title).toBe("Tên r");
});

test("the theme that takes the place of another is the next one in use, else the one before", () => {
  const dropped = now(use(untouched, "c", false));
  expect(nextTo(now(untouched), "a")).toBe("b");
  expect(nextTo(dropped, "b")).toBe("a");
  expect(nextTo(dropped.slice(1, 2), "a")).toBeUndefined();
});
