/**
 * The server's clock as seen from here. Deadlines are the server's; a tablet's
 * own clock may be wrong by minutes, so every countdown goes through serverNow.
 */
import { useEffect, useState } from "react";

let offset = 0;
let spread = Number.POSITIVE_INFINITY;

/** Milliseconds since 1970 on the server's clock. */
export function serverNow(): number {
  return Date.now() + offset;
}

/**
 * Takes a time told by the server. `roundTrip` is how long the question took, when
 * there was one; the measurement with the shortest way is kept.
 */
export function measure(serverTime: string, roundTrip?: number): void {
  const told = Date.parse(serverTime);
  if (Number.isNaN(told)) return;
  const doubt = roundTrip ?? 1000;
  const measured = told + (roundTrip ?? 0) / 2 - Date.now();
  // A worse measurement still wins when it contradicts the kept one: the clock was set, or the server's was scripted on.
  if (doubt <= spread || Math.abs(measured - offset) > Math.max(2000, spread + doubt)) {
    offset = measured;
    spread = doubt;
  }
}

/** For tests. */
export function resetClock(): void {
  offset = 0;
  spread = Number.POSITIVE_INFINITY;
}

/** The server's time, again every `every` milliseconds. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
