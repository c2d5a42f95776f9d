/** How long something runs, from the server's times and the measured offset of the clock. */
import { useNow } from "../../live/clock.ts";
import { cx } from "../../ui/cx.ts";
import { clockText } from "../words.tsx";

export function Clock({
  since,
  usedMs = 0,
  limitMs = 0,
}: {
  /** The clock runs since then; null: it stands. */
  since: string | null;
  usedMs?: number;
  limitMs?: number;
}) {
  const now = useNow(1000);
  const spent = usedMs + (since ? Math.max(0, now - Date.parse(since)) : 0);
  return (
    <span className={cx("clock number", limitMs > 0 && spent > limitMs && "clock-over")}>
      {clockText(spent)}
      {limitMs > 0 && <span className="soft"> / {clockText(limitMs)}</span>}
    </span>
  );
}
