/** The working days of a year: twelve months, beside them the days that differ, and whether the year is confirmed. */
import { Briefcase, ChevronLeft, ChevronRight, Coffee, PencilLine, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { hasRole, useMe } from "../api/session.ts";
import { formatDate, formatDateTime, formatWeekday } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { EmptyState, Page, Section } from "../ui/Page.tsx";
import { Banner, Read, StateTag } from "../ui/Status.tsx";
import { ConfirmDialog, DayDialog, RemoveDialog, ReopenDialog } from "./CalendarDialogs.tsx";
import { type Day, useYear, type Year } from "./calls.ts";
import { Months } from "./Months.tsx";

/** What is being done: at most one window is open. */
export type Doing = { act: "add" | "confirm" | "reopen" } | { act: "edit" | "remove"; day: Day };

export function CalendarPage({ year }: { year: number }) {
  const read = useYear(year);
  const me = useMe();
  const [doing, setDoing] = useState<Doing | null>(null);
  const edits = hasRole(me, "administrator", "secretariat");
  const confirms = hasRole(me, "administrator");
  return (
    <Page
      title={t("calendar.title", { year })}
      lead={t("calendar.lead")}
      width="wide"
      tools={<Years year={read.data} />}
    >
      <Read of={read}>
        {(data) => (
          <>
            <Confirmed year={data} confirms={confirms} onDo={setDoing} />
            <div className="calendar-parts">
              <Section title={t("calendar.overview")} tools={<Legend />}>
                <Months year={data} />
              </Section>
              <Section
                title={t("calendar.list")}
                tools={
                  edits && (
                    <Button icon={<Plus aria-hidden />} onPress={() => setDoing({ act: "add" })}>
                      {t("calendar.add")}
                    </Button>
                  )
                }
              >
                <Days year={data} edits={edits} onDo={setDoing} />
              </Section>
            </div>
            {doing && <Window year={data} doing={doing} onClose={() => setDoing(null)} />}
          </>
        )}
      </Read>
    </Page>
  );
}

function Years({ year }: { year: Year | undefined }) {
  if (!year) return null;
  return (
    <nav className="row" aria-label={t("calendar.years")}>
      {year.year > year.first && (
        <LinkButton href={`/rules/calendar/${year.year - 1}`} icon={<ChevronLeft aria-hidden />}>
          {t("calendar.previous", { year: year.year - 1 })}
        </LinkButton>
      )}
      {year.year < year.last && (
        <LinkButton href={`/rules/calendar/${year.year + 1}`} icon={<ChevronRight aria-hidden />}>
          {t("calendar.next", { year: year.year + 1 })}
        </LinkButton>
      )}
    </nav>
  );
}

function Confirmed({ year, confirms, onDo }: { year: Year; confirms: boolean; onDo: (doing: Doing) => void }) {
  if (!year.confirmed) {
    return (
      <Banner
        tone="warn"
        title={t("calendar.unconfirmed", { year: year.year })}
        action={
          confirms && (
            <Button variant="primary" onPress={() => onDo({ act: "confirm" })}>
              {t("calendar.confirm", { year: year.year })}
            </Button>
          )
        }
      >
        {t("calendar.unconfirmed_lead")}
      </Banner>
    );
  }
  return (
    <Banner
      tone="good"
      title={t("calendar.confirmed", { year: year.year })}
      action={confirms && <Button onPress={() => onDo({ act: "reopen" })}>{t("calendar.reopen")}</Button>}
    >
      {year.change && t("calendar.confirmed_by", { name: year.change.by_name, time: formatDateTime(year.change.at) })}
    </Banner>
  );
}

function Legend() {
  return (
    <ul className="plain-list row small" aria-label={t("calendar.legend")}>
      <li>
        <KindTag kind="off" />
      </li>
      <li>
        <KindTag kind="worked" />
      </li>
      <li className="row legend-weekend">
        <span className="day day-weekend" aria-hidden>
          7
        </span>
        {t("calendar.weekend")}
      </li>
    </ul>
  );
}

/** Icon, word and colour of a day's kind. */
export function KindTag({ kind }: { kind: Day["kind"] }) {
  if (kind === "plain") return <StateTag>{t("calendar.taken_back")}</StateTag>;
  return (
    <span className={`tag kind kind-${kind}`}>
      {kind === "off" ? <Coffee aria-hidden size={16} /> : <Briefcase aria-hidden size={16} />}
      {t(kind === "off" ? "calendar.off" : "calendar.worked")}
    </span>
  );
}

function Days({ year, edits, onDo }: { year: Year; edits: boolean; onDo: (doing: Doing) => void }) {
  if (year.days.length === 0) {
    return <EmptyState title={t("calendar.list_empty")}>{t("calendar.list_empty_lead")}</EmptyState>;
  }
  return (
    <ol className="plain-list day-list">
      {year.days.map((day) => (
        <li key={day.date} className="day-line">
          <div className="day-text">
            <div className="row day-head">
              <strong className="number">
                {formatWeekday(day.date)}, {formatDate(day.date)}
              </strong>
              <KindTag kind={day.kind} />
            </div>
            {day.kind !== "plain" && <span>{pick(day.name_vi, day.name_en)}</span>}
            <Trust day={day} />
          </div>
          {edits && day.kind !== "plain" && (
            <div className="day-acts no-print">
              <Button
                variant="quiet"
                icon={<PencilLine aria-hidden />}
                aria-label={t("calendar.edit_day", { date: formatDate(day.date) })}
                onPress={() => onDo({ act: "edit", day })}
              />
              <Button
                variant="quiet"
                icon={<Trash2 aria-hidden />}
                aria-label={t("calendar.remove_day", { date: formatDate(day.date) })}
                onPress={() => onDo({ act: "remove", day })}
              />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

/** How far the entry can be trusted, and who changed it. */
function Trust({ day }: { day: Day }) {
  const { change, shipped } = day;
  return (
    <span className="small soft day-trust">
      {day.kind !== "plain" && <span>{t(`calendar.status_${day.status}`)}</span>}
      {day.source && <span>{t("calendar.source", { source: day.source })}</span>}
      {change && (
        <span>
          {t("calendar.changed_by", { name: change.by_name, time: formatDateTime(change.at), reason: change.reason })}
        </span>
      )}
      {change && shipped && (
        <span>
          {t("calendar.was", {
            kind: t(shipped.kind === "off" ? "calendar.off" : "calendar.worked"),
            name: pick(shipped.name_vi, shipped.name_en),
          })}
        </span>
      )}
    </span>
  );
}

function Window({ year, doing, onClose }: { year: Year; doing: Doing; onClose: () => void }) {
  switch (doing.act) {
    case "confirm":
      return <ConfirmDialog year={year} onClose={onClose} />;
    case "reopen":
      return <ReopenDialog year={year} onClose={onClose} />;
    case "remove":
      return <RemoveDialog year={year} day={doing.day} onClose={onClose} />;
    case "edit":
      return <DayDialog year={year} day={doing.day} onClose={onClose} />;
    default:
      return <DayDialog year={year} onClose={onClose} />;
  }
}
