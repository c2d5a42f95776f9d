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

/**
 * Where an item goes that is let go before the at-th row of the list without it and what
 * stands below it, at the depth nearest to the one that the hand shows; nowhere where
 * everything there is over, or deeper than an agenda goes.
 */
export function landing(items: Item[], item: Item, at: number, wanted: number): (Move & { depth: number }) | undefined {
  const rest = without(items, item);
  const least = rest[at]?.depth ?? 0;
  const most = Math.min((rest[at - 1]?.depth ?? -1) + 1, deepest - height(items, item));
  const places = [];
  for (let depth = least; depth <= most; depth++) {
    const above = rest.slice(0, at);
    const parent = depth === 0 ? undefined : above.findLast((one) => one.depth === depth - 1);
    if (parent && parent.stage !== "waiting" && parent.stage !== "current") continue;
    const id = parent?.id ?? "";
    const over = (one: Item) => one.parent === id && (one.stage === "done" || one.stage === "current");
    if (rest.slice(at).some(over)) continue;
    places.push({ parent: id, index: above.filter((one) => one.parent === id).length, depth });
  }
  return places.sort((one, other) => Math.abs(one.depth - wanted) - Math.abs(other.depth - wanted))[0];
}

/** The list without an item and what stands below it. */
export function without(items: Item[], item: Item): Item[] {
  const gone = new Set([item.id]);
  return items.filter((one) => {
    if (gone.has(one.parent)) gone.add(one.id);
    return !gone.has(one.id);
  });
}

/** Whether it stands there already. */
export function stays(items: Item[], item: Item, to: Move): boolean {
  const siblings = items.filter((one) => one.parent === item.parent);
  return to.parent === item.parent && siblings.findIndex((one) => one.id === item.id) === to.index;
}

/** How many levels stand at and below an item. */
function height(items: Item[], item: Item): number {
  return 1 + Math.max(0, ...items.filter((one) => one.parent === item.id).map((one) => height(items, one)));
}
