/** The connection in words, always visible; the countdown to a deadline by the server's clock. */
import { Wifi, WifiOff } from "lucide-react";
import { formatDeadline, formatTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { serverNow, useNow } from "../live/clock.ts";
import { useConnection } from "../live/store.ts";
import { cx } from "./cx.ts";
import "./connection.css";

export function ConnectionStatus() {
  const { state, since } = useConnection();
  const text =
    state === "online"
      ? t("connection.online")
      : state === "lost"
        ? t("connection.lost", { time: formatTime(since) })
        : state === "connecting"
          ? t("connection.connecting")
          : t("connection.paused");
  return (
    <p className={cx("connection", `connection-${state}`)} role="status">
      {state === "online" ? <Wifi aria-hidden size={18} /> : <WifiOff aria-hidden size={18} />}
      <span>{text}</span>
    </p>
  );
}

/** "còn 2 ngày 3 giờ" to a deadline, in the words of its nearness; never announced by itself. */
export function Countdown({ until, plain = false }: { until: string; plain?: boolean }) {
  const end = Date.parse(until);
  const now = useNow(end - serverNow() < 3_600_000 ? 1000 : 30_000);
  const left = Math.floor((end - now) / 1000);
  const tone = left <= 0 ? "over" : left < 86_400 ? "near" : "far";
  return (
    <time dateTime={until} className={cx("countdown", !plain && `countdown-${tone}`)} title={formatDeadline(until)}>
      {leftText(left)}
    </time>
  );
}

/** The words of a number of seconds left. */
export function leftText(seconds: number): string {
  if (seconds <= 0) return t("time.over");
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return t("time.left_days", { days, hours });
  if (hours > 0) return t("time.left_hours", { hours, minutes });
  return t("time.left_minutes", { minutes, seconds: seconds % 60 });
}

/** "Hạn trả lời 22/11/2026 17:00, còn 2 ngày 3 giờ". */
export function Deadline({ until }: { until: string }) {
  return (
    <span className="deadline">
      {t("time.deadline")} <strong className="number">{formatDeadline(until)}</strong>, <Countdown until={until} />
    </span>
  );
}
