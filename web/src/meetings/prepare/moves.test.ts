import { expect, test } from "vitest";
import type { Item } from "../types.ts";
import { landing, moves, stays } from "./moves.ts";

const item = (id: string, parent = "", depth = 0, stage: Item["stage"] = "waiting") =>
  ({ id, parent, depth, stage }) as Item;

const agenda = [item("a", "", 0, "done"), item("b"), item("b1", "b", 1), item("b2", "b", 1), item("c")];
const of = (id: string) => {
  const one = agenda.find((x) => x.id === id);
  if (!one) throw new Error(id);
  return moves(agenda, one);
};

test("an item does not go before what is done, and goes in, out, up and down one step", () => {
  expect(of("b")).toEqual({ down: { parent: "", index: 2 } });
  expect(of("c")).toEqual({ up: { parent: "", index: 1 }, in: { parent: "b", index: 2 } });
  expect(of("b1")).toEqual({ down: { parent: "b", index: 1 }, out: { parent: "", index: 2 } });
  expect(of("b2")).toEqual({
    up: { parent: "b", index: 0 },
    in: { parent: "b1", index: 0 },
    out: { parent: "", index: 2 },
  });
});

test("nothing goes deeper than three levels", () => {
  const deep = [item("a"), item("b"), item("b1", "b", 1), item("b2", "b1", 2)];
  expect(moves(deep, deep[1] as Item).in).toBeUndefined();
});

test("a dragged item lands where the hand is, as deep as it shows", () => {
  const land = (id: string, at: number, depth: number) => {
    const one = agenda.find((x) => x.id === id) as Item;
    return landing(agenda, one, at, depth);
  };
  // Before what is done there is no place.
  expect(land("c", 0, 0)).toBeUndefined();
  expect(land("c", 1, 1)).toEqual({ parent: "", index: 1, depth: 0 });
  // Between an item and what stands below it there is but one depth.
  expect(land("c", 2, 0)).toEqual({ parent: "b", index: 0, depth: 1 });
  // At the end of a branch the hand chooses.
  expect(land("c", 4, 0)).toEqual({ parent: "", index: 2, depth: 0 });
  expect(land("c", 4, 1)).toEqual({ parent: "b", index: 2, depth: 1 });
  expect(land("c", 4, 2)).toEqual({ parent: "b2", index: 0, depth: 2 });
  // A branch goes as a whole, and not too deep.
  expect(land("b", 2, 3)).toEqual({ parent: "c", index: 0, depth: 1 });
  expect(land("b", 2, 0)).toEqual({ parent: "", index: 2, depth: 0 });
});

test("what is let go where it was taken up stays", () => {
  const b2 = agenda[3] as Item;
  expect(stays(agenda, b2, { parent: "b", index: 1 })).toBe(true);
  expect(stays(agenda, b2, { parent: "b", index: 0 })).toBe(false);
  expect(stays(agenda, b2, { parent: "", index: 1 })).toBe(false);
});
