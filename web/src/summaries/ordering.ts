/** Moving a row up and down. Pure. */

/** ids with one of them moved by some places, as far as there are any; the same list where it cannot move. */
export function moved(ids: string[], id: string, by: number): string[] {
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + by));
  if (from < 0 || to === from) return ids;
  const next = ids.filter((one) => one !== id);
  next.splice(to, 0, id);
  return next;
}
