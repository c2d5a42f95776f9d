/** Where an item of the agenda can go by one press, from the ordered list as it is shown. */
import type { Item } from "../types.ts";

/** Below which item, "" for the top, and as which of its siblings. */
export interface Move {
  parent: string;
  index: number;
}

const deepest = 3;

export function moves(items: Item[], item: Item): { up?: Move; down?: Move; in?: Move; out?: Move } {
  const siblings = items.filter((one) => one.parent === item.parent);
  const at = siblings.findIndex((one) => one.id === item.id);
  const before = siblings[at - 1];
  const out: ReturnType<typeof moves> = {};
  if (before && before.stage !== "done" && before.stage !== "current") out.up = { parent: item.parent, index: at - 1 };
  if (at < siblings.length - 1) out.down = { parent: item.parent, index: at + 1 };
  if (before && before.stage === "waiting" && before.depth + 1 + height(items, item) <= deepest) {
    out.in = { parent: before.id, index: items.filter((one) => one.parent === before.id).length };
  }
  const parent = items.find((one) => one.id === item.parent);
  if (parent) {
    const uncles = items.filter((one) => one.parent === parent.parent);
    out.out = { parent: parent.parent, index: uncles.findIndex((one) => one.id === parent.id) + 1 };
  }
  return out;
}

/** How many levels stand at and below an item. */
function height(items: Item[], item: Item): number {
  return 1 + Math.max(0, ...items.filter((one) => one.parent === item.id).map((one) => height(items, one)));
}
