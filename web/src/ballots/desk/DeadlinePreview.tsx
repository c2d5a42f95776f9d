/** When the answers would be due, live from the server: the days that are skipped, by name, and how sure the calendar is. */
import { CalendarCheck2 } from "lucide-react";
import { address } from "../../api/client.ts";
import { useThing } from "../../api/query.ts";
import { formatDate, formatDeadline, formatWeekday } from "../../i18n/format.ts";
import { pick, t, tMaybe } from "../../i18n/index.ts";
import { Banner, errorText, Loading } from "../../ui/Status.tsx";
import type { Deadline } from "../parts/types.ts";

/** The deadline that days working days from sent (now where empty) would give. */
export function useDeadline(days: number, sent: string, hour: string, enabled = true) {
  const path = address("/api/deadline", { days, ...(sent ? { sent } : {}), ...(hour ? { hour } : {}) });
  return useThing<Deadline>(`deadline${path}`, path, { enabled: enabled && days >= 1 && days <= 60 });
}

export function DeadlinePreview({ days, sent, hour }: { days: number; sent: string; hour: string }) {
  const read = useDeadline(days, sent, hour);
  if (days < 1) return <p className="soft">{t("desk.deadline_none")}</p>;
  if (read.error) return <Banner tone="warn" title={errorText(read.error)} />;
  if (!read.data) return <Loading label={t("desk.deadline_counting")} />;
  return <DeadlineText deadline={read.data} fromSending={!sent} />;
}

export function DeadlineText({ deadline, fromSending = false }: { deadline: Deadline; fromSending?: boolean }) {
  const year = Number(deadline.last.slice(0, 4));
  return (
    <div className="deadline-preview">
      <p className="deadline-at">
        <CalendarCheck2 aria-hidden size={22} />
        <span>
          {t("time.deadline")} <strong className="number">{formatDeadline(deadline.at)}</strong>,{" "}
          {formatWeekday(deadline.last)}
        </span>
      </p>
      <p className="small">
        {t(fromSending ? "desk.deadline_if_today" : "desk.deadline_from", {
          days: deadline.days,
          sent: formatDate(deadline.sent),
        })}
      </p>
      {deadline.skipped.length > 0 ? (
        <>
          <p className="small">{t("desk.deadline_skipped", { count: deadline.skipped.length })}</p>
          <ul className="skipped-days small">
            {deadline.skipped.map((day) => (
              <li key={day.date}>
                <span className="number">{formatDate(day.date)}</span> {pick(day.name.vi, day.name.en)}
                {day.status !== "weekly" && ` (${tMaybe(`desk.day_${day.status}`, day.status)})`}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="small">{t("desk.deadline_no_skipped")}</p>
      )}
      {deadline.unconfirmed.length > 0 ? (
        <p className="small calendar-doubt">
          {t("desk.calendar_unconfirmed", { years: deadline.unconfirmed.join(", ") })}
        </p>
      ) : (
        <p className="small soft">{t("desk.calendar_confirmed", { year: String(year) })}</p>
      )}
    </div>
  );
}
