import { expect, test } from "vitest";
import { bare, frame, toPage, toScreen } from "./places.ts";
import { Drawing, decode, encode, meets } from "./stroke.ts";

test("a stroke has the bytes of docs/annotations.md", () => {
  const stroke = { width: 32, points: [[1, 2] as [number, number], [300, 1] as [number, number]], pressure: [] };
  expect(encode(stroke)).toBe(btoa("\x01\x00\x20\x02\x02\x04\xd6\x04\x01"));
  expect(decode(encode(stroke))).toEqual(stroke);
  const pressed = { ...stroke, pressure: [0, 255] };
  expect(decode(encode(pressed))).toEqual(pressed);
  expect(decode("AAAA")).toBeNull();
  expect(decode("not base64!")).toBeNull();
});

test("the eraser meets a line between its points", () => {
  const line = { width: 16, points: [[0, 0] as [number, number], [1000, 0] as [number, number]], pressure: [] };
  expect(meets(line, 500, 20, 40)).toBe(true);
  expect(meets(line, 500, 80, 40)).toBe(false);
  expect(meets({ ...line, points: [[5, 5]] }, 6, 6, 2)).toBe(true);
});

test("a hand that rests draws no point twice, and a pen's pressure is kept for each", () => {
  const drawing = new Drawing(true);
  expect(drawing.add(10, 10, 0.5)).toBe(true);
  expect(drawing.add(11, 11, 0.9)).toBe(false);
  expect(drawing.add(40, -3, 2)).toBe(true);
  expect(drawing.stroke(20)).toEqual({
    width: 20,
    points: [
      [10, 10],
      [40, 0],
    ],
    pressure: [128, 255],
  });
});

test("a place is the same however the page is turned", () => {
  const size = { width: 595, height: 842 };
  for (const turn of [0, 90, 180, 270]) {
    const [fx, fy] = toScreen(1600, 3200, size, turn);
    const [x, y] = toPage(fx, fy, size, turn);
    expect([Math.round(x), Math.round(y)]).toEqual([1600, 3200]);
    expect(fx).toBeGreaterThan(0);
    expect(fx).toBeLessThan(1);
  }
  expect(frame(size, 90).viewBox).toBe("0 0 13472 9520");
});

test("words are compared without what two readers put elsewhere", () => {
  const { text, at } = bare("Mức thu\u00a0là 7");
  expect(text).toBe("Mứcthulà7");
  expect(at[3]).toBe(4);
  expect(bare("ứ".normalize("NFD")).text).toBe("ứ");
});
