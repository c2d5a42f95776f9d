/** Choosing several sentences to file them in one act. Pure. */

/** As many as one act takes. */
export const mostPicked = 500;

const added = (picked: string[], more: string[]) => [...new Set([...picked, ...more])].slice(0, mostPicked);

/** One more, or one less. */
export const toggled = (picked: string[], id: string) =>
  picked.includes(id) ? picked.filter((one) => one !== id) : added(picked, [id]);

/** All from the one that was chosen last to this one, as they are shown; only this one where there is no such one. */
export function ranged(picked: string[], shown: string[], from: string | null, to: string): string[] {
  const [a, b] = [from === null ? -1 : shown.indexOf(from), shown.indexOf(to)];
  if (b < 0) return picked;
  return added(picked, shown.slice(Math.min(a < 0 ? b : a, b), Math.max(a, b) + 1));
}

/** All that are shown, or none of them. */
export const withAll = (picked: string[], shown: string[], on: boolean) =>
  on ? added(picked, shown) : picked.filter((id) => !shown.includes(id));

/** What is still there to be filed: what a colleague has filed meanwhile is chosen no more. */
export function still(picked: string[], list: string[]): string[] {
  const there = new Set(list);
  return picked.filter((id) => there.has(id));
}
