import { expect, test } from "vitest";
import type { Item } from "../types.ts";
import { moves } from "./moves.ts";

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
