/** Twelve small months. Days that differ bear an icon and a word besides their colour; the list beside has their names. */
import { Briefcase, Coffee } from "lucide-react";
import { formatWeekday } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { cx } from "../ui/cx.ts";
import type { Day, Year } from "./calls.ts";
import { isoDate, type Look, look, weeks } from "./days.ts";

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
/** As Date counts them; the first of January 2024 was a Monday. */
const weekdays = [1, 2, 3, 4, 5, 6, 0] as const;

export function Months({ year }: { year: Year }) {
  const entries = new Map(year.days.map((day) => [day.date, day]));
  return (
    <div className="months">
      {months.map((month) => (
        <Month key={month} year={year} month={month} entries={entries} />
      ))}
    </div>
  );
}

function Month({ year, month, entries }: { year: Year; month: (typeof months)[number]; entries: Map<string, Day> }) {
  return (
    <table className="month keep-together">
      <caption>
        <span className="month-name">{t(`calendar.month_${month}`)}</span>{" "}
        <span className="small soft">{t("calendar.month_days", { days: year.working[month - 1] ?? 0 })}</span>
      </caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col" abbr={formatWeekday(isoDate(2024, 1, day || 7))}>
              {t(`calendar.short_${day}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks(year.year, month).map((week, index) => (
          <tr key={index}>
            {week.map((date, column) =>
              date ? (
                <td key={date}>
                  <DayCell
                    date={date}
                    today={date === year.today}
                    entry={entries.get(date)}
                    look={look(date, entries)}
                  />
                </td>
              ) : (
                <td key={`none-${column}`} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ date, today, entry, look }: { date: string; today: boolean; entry: Day | undefined; look: Look }) {
  const marked = look === "off" || look === "worked";
  const name = entry && marked ? pick(entry.name_vi, entry.name_en) : undefined;
  return (
    <span
      className={cx("day", `day-${look}`, today && "day-today")}
      title={name}
      aria-current={today ? "date" : undefined}
    >
      {Number(date.slice(8))}
      {look === "off" && <Coffee aria-hidden size={12} />}
      {look === "worked" && <Briefcase aria-hidden size={12} />}
      {marked && (
        <span className="visually-hidden">
          {" "}
          {t(look === "off" ? "calendar.off" : "calendar.worked")}, {name}
        </span>
      )}
      {today && <span className="visually-hidden"> {t("calendar.today")}</span>}
    </span>
  );
}
