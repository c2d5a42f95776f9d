import { expect, test } from "vitest";
import { isCharacter, nameOf } from "../ui/keys.tsx";
import { help } from "./keys.ts";

const keys = help.flatMap((part) => part.lines.flatMap((line) => line.keys));

test("no key stands for two things", () => {
  expect(new Set(keys).size).toBe(keys.length);
});

test("keys are called as strokes are", () => {
  for (const name of keys) {
    const [key = "", held] = name.split("+").reverse();
    const [shiftKey, ctrlKey, altKey] = ["Shift", "Control", "Alt"].map((one) => one === held) as [
      boolean,
      boolean,
      boolean,
    ];
    const stroke = { key: key === "Space" ? " " : key, shiftKey, ctrlKey, altKey, metaKey: false };
    expect(nameOf(stroke)).toBe(name);
  }
});

test("a Vietnamese input method joins no letter with the next one, and the browser takes none", () => {
  const letters = keys.filter(isCharacter).map((key) => key.replace("Shift+", "").toLowerCase());
  expect(letters.filter((letter) => "aeiouydw[]/' ".includes(letter))).toEqual([]);
});
