import { expect, test } from "vitest";
import { isCharacter, nameOf, nearest, type Stroke, signsOf } from "./keys.tsx";

const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});

test.each([
  ["g", {}, "g"],
  ["G", {}, "g"], // caps lock
  ["G", { shiftKey: true }, "Shift+G"],
  ["g", { shiftKey: true }, "Shift+G"], // Shift under caps lock
  ["?", { shiftKey: true }, "?"],
  ["2", {}, "2"],
  ["2", { shiftKey: true }, "2"], // a French keyboard needs Shift for it
  ["ArrowDown", {}, "ArrowDown"],
  ["Tab", { shiftKey: true }, "Shift+Tab"],
  ["Escape", {}, "Escape"],
  [" ", {}, "Space"],
  [" ", { shiftKey: true }, "Shift+Space"],
  ["ArrowUp", { altKey: true }, "Alt+ArrowUp"],
  ["z", { ctrlKey: true }, "Control+Z"],
  ["z", { metaKey: true }, "Control+Z"], // a Mac
])("%s with %o is called %s", (key, more, name) => {
  expect(nameOf(stroke(key, more))).toBe(name);
});

test.each([
  ["c", { ctrlKey: true }],
  ["c", { metaKey: true }],
  ["ArrowLeft", { altKey: true }],
  ["Process", {}],
  ["Dead", {}],
  ["j", { isComposing: true }],
  ["z", { ctrlKey: true, shiftKey: true }],
  ["z", { ctrlKey: true, altKey: true }],
  ["ArrowUp", { altKey: true, ctrlKey: true }],
  ["ArrowUp", { altKey: true, shiftKey: true }],
])("%s with %o is left to the browser, the system or the input method", (key, more) => {
  expect(nameOf(stroke(key, more))).toBe("");
});

test("keys are drawn as they are written on keyboards", () => {
  expect(signsOf("Alt+ArrowUp")).toEqual(["Alt", "↑"]);
  expect(signsOf("Control+Z")).toEqual(["Ctrl", "Z"]);
  expect(signsOf("Shift+Space")).toEqual(["Shift", "Space"]);
});

test("what may be a letter of a text is known", () => {
  expect(["j", "Shift+C", "?", "3"].every(isCharacter)).toBe(true);
  expect(["Escape", "ArrowDown", "Shift+Tab", "Space", "Alt+ArrowUp", "Control+Z"].some(isCharacter)).toBe(false);
});

/** Places by their paths: "table/row" lies in "table". */
interface Spot {
  path: string;
  contains: (other: Spot) => boolean;
}
const spots = new Map<string, Spot>();
function spot(path: string): Spot {
  const one = spots.get(path) ?? { path, contains: (other) => `${other.path}/`.startsWith(`${path}/`) };
  spots.set(path, one);
  return one;
}
const bearer = (path: string) => ({ button: spot(`${path}/button`), within: spot(path) });

test("a key presses the button of the smallest part around the keyboard", () => {
  const bearers = ["table", "table/other", "table/row", "table/row/point"].map(bearer);
  const pressed = (here: string) => nearest(bearers, spot(here))?.path;
  expect(pressed("table/row/point/words")).toBe("table/row/point/button");
  expect(pressed("table/row/foot")).toBe("table/row/button");
  expect(pressed("table/head")).toBe("table/button");
  expect(pressed("elsewhere")).toBeUndefined();
});

test("a button of another row is never pressed", () => {
  expect(nearest([bearer("table/other")], spot("table/row/point"))).toBeUndefined();
});

test("of two in the same part the first one is pressed", () => {
  const both = ["first", "second"].map((path) => ({ button: spot(path), within: spot("table/row") }));
  expect(nearest(both, spot("table/row"))?.path).toBe("first");
});
