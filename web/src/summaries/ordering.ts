/** Moving a row up and down. */

/**
 * Does one thing after the other, each over what the one before gave: strokes that come faster
 * than the answers wait for them. Where one fails, those that wait are forgotten, since they were
 * meant over what it would have given. `send` gives nothing where there is nothing to do.
 */
export function queue<Thing, State>(send: (now: State, thing: Thing) => Promise<State> | undefined) {
  const waiting: Thing[] = [];
  let busy = false;
  const next = (now: State): void => {
    const thing = waiting.shift();
    busy = thing !== undefined;
    if (thing === undefined) return;
    const sent = send(now, thing);
    if (!sent) next(now);
    else
      sent.then(next, () => {
        waiting.length = 0;
        busy = false;
      });
  };
  return (now: State, thing: Thing): void => {
    waiting.push(thing);
    if (!busy) next(now);
  };
}

/** ids with one of them moved by some places, as far as there are any; the same list where it cannot move. */
export function moved(ids: string[], id: string, by: number): string[] {
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + by));
  if (from < 0 || to === from) return ids;
  const next = ids.filter((one) => one !== id);
  next.splice(to, 0, id);
  return next;
}
