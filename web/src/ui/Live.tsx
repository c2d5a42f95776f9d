/**
 * Words for people who do not see the change: one polite region for the whole
 * page, used rarely (an answer recorded, a ballot closed), never for counters.
 */
import { useSyncExternalStore } from "react";

let text = "";
const listeners = new Set<() => void>();

/** Says a sentence once, politely. */
export function announce(sentence: string): void {
  text = text === sentence ? `${sentence} ` : sentence;
  for (const listener of listeners) listener();
}

/** The region itself; the shell has one. */
export function LiveRegion() {
  const sentence = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => text,
  );
  return (
    <div className="visually-hidden live-region" role="status" aria-live="polite">
      {sentence}
    </div>
  );
}
