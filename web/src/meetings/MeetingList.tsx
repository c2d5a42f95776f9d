/** The sessions that I may know of: those that come or run, and those that are past. */
import { CalendarDays, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useLongList } from "../api/long.ts";
import { hasRole, useMe } from "../api/session.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { Card, EmptyState, Page, Section } from "../ui/Page.tsx";
import { More } from "../ui/Pagination.tsx";
import { Read } from "../ui/Status.tsx";
import type { Line } from "./types.ts";
import { MeetingState, whenText } from "./words.tsx";
import "../i18n/late/invite.ts";

const Invitations = lazy(() => import("./invite/Cards.tsx"));
const Notices = lazy(() => import("./Notices.tsx"));
const Returning = lazy(() => import("./deeds/Returning.tsx"));
const CalendarDialog = lazy(() =>
  import("./invite/CalendarDialog.tsx").then(({ CalendarDialog }) => ({ default: CalendarDialog })),
);

export function MeetingList() {
  const desk = hasRole(useMe(), "secretariat");
  const [calendar, show] = useState(false);
  const coming = useLongList<Line>("/api/meetings", { when: "coming" }, { refs: ["meetings/"] });
  const past = useLongList<Line>("/api/meetings", { when: "past" }, { refs: ["meetings/"] });
  return (
    <Page
      title={t("meetings.title")}
      lead={t("meetings.lead")}
      tools={
        <Button icon={<CalendarDays aria-hidden />} onPress={() => show(true)}>
          {t("invite.calendar")}
        </Button>
      }
      actions={
        desk && (
          <LinkButton href="/meetings/new" variant="primary" icon={<Plus aria-hidden />}>
            {t("meetings.new")}
          </LinkButton>
        )
      }
    >
      <Suspense fallback={null}>
        <Invitations />
        <Notices />
        <Returning />
        {calendar && <CalendarDialog onClose={() => show(false)} />}
      </Suspense>
      <Section title={t("meetings.coming")}>
        <Read of={coming}>
          {(lines) =>
            lines.length === 0 ? (
              <EmptyState title={t("meetings.none")}>
                {t(desk ? "meetings.none_desk_lead" : "meetings.none_lead")}
              </EmptyState>
            ) : (
              <Lines lines={lines} />
            )
          }
        </Read>
        <More of={coming} />
      </Section>
      <Section title={t("meetings.past")}>
        <Read of={past}>
          {(lines) =>
            lines.length === 0 ? (
              <EmptyState title={t("meetings.none_past")}>{t("meetings.none_past_lead")}</EmptyState>
            ) : (
              <Lines lines={lines} />
            )
          }
        </Read>
        <More of={past} />
      </Section>
    </Page>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  return (
    <ul className="plain-list stack">
      {lines.map((line) => (
        <li key={line.id}>
          <Card title={line.title} href={`/meetings/${line.id}`}>
            <div className="meeting-facts">
              <p className="number">{whenText(line)}</p>
              <MeetingState state={line.state} />
            </div>
            <p className="soft">
              {[
                tMaybe(`meetings.kind_${line.kind}`),
                line.place || tMaybe(`meetings.mode_${line.mode}`),
                `${t("meetings.chair")}: ${line.chair.name}`,
              ].join(" · ")}
            </p>
          </Card>
        </li>
      ))}
    </ul>
  );
}
