/**
 * Keeps what is being typed on the server, two seconds after the last key, where
 * only the member sees it. Nothing is journalled and nothing is sent.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { request } from "../../api/client.ts";
import { queries, refKey, touch } from "../../api/query.ts";
import { serverNow } from "../../live/clock.ts";
import type { Content, MyAnswer } from "../parts/types.ts";

const pause = 2000;
const again = 8000;

export interface Keeping {
  state: "idle" | "saving" | "saved" | "failed";
  at: number;
}

export function useScratch(ballot: string) {
  const [keeping, setKeeping] = useState<Keeping>({ state: "idle", at: 0 });
  const waiting = useRef<Content | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const path = `/api/ballots/${ballot}/scratch`;

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    const content = waiting.current;
    if (!content) return;
    waiting.current = null;
    setKeeping((old) => ({ ...old, state: "saving" }));
    try {
      await request<void>("PUT", path, { content });
      setKeeping({ state: "saved", at: serverNow() });
      // No live view tells of it: it is nobody else's business.
      queries.setQueryData<MyAnswer>(refKey(`my-answer/${ballot}`), (old) => old && { ...old, scratch: content });
    } catch {
      waiting.current ??= content;
      setKeeping((old) => ({ ...old, state: "failed" }));
      timer.current = setTimeout(() => void save(), again);
    }
  }, [path, ballot]);

  /** Keeps the content soon. */
  const keep = useCallback(
    (content: Content) => {
      waiting.current = content;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), pause);
    },
    [save],
  );

  /** What waits is not kept any more: the answer itself is on its way. */
  const drop = useCallback(() => {
    clearTimeout(timer.current);
    waiting.current = null;
    setKeeping({ state: "idle", at: 0 });
  }, []);

  // Leaving the screen keeps what was typed last; the lists then show it as typed.
  useEffect(() => {
    const leave = () => void save();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      void save().then(() => touch(["/api/ballots"]));
    };
  }, [save]);

  return { keeping, keep, drop };
}
