/** A session that is over: what was decided, how it was voted, who was there. */
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { useThing } from "../api/query.ts";
import { hasRole, useMe } from "../api/session.ts";
import { pick, t } from "../i18n/index.ts";
import { Section } from "../ui/Page.tsx";
import { Banner, Loading, Read } from "../ui/Status.tsx";
import { AgendaList } from "./AgendaList.tsx";
import { MeetingPage } from "./MeetingScreen.tsx";
import { PaperFacts } from "./PaperFacts.tsx";
import { SeatTable } from "./room/Seats.tsx";
import type { Agenda, Attendance, Meeting, Votes } from "./types.ts";
import { VoteResult } from "./VoteResult.tsx";

const DeedCards = lazy(() => import("./deeds/DeedCards.tsx"));

export function Past({ meeting, agenda }: { meeting: Meeting; agenda: Agenda }) {
  const votes = useThing<Votes>(`votes/${meeting.id}`, `/api/meetings/${meeting.id}/votes`);
  const desk = hasRole(useMe(), "secretariat");
  const attendance = useThing<Attendance>(`attendance/${meeting.id}`, `/api/meetings/${meeting.id}/attendance`);
  return (
    <MeetingPage meeting={meeting}>
      <Suspense fallback={<Loading />}>
        <DeedCards meeting={meeting.id} />
      </Suspense>
      <Section
        title={t("meetings.record")}
        tools={meeting.whole && <Link href={`/tasks?meeting=${meeting.id}`}>{t("meetings.tasks")}</Link>}
      >
        <AgendaList
          items={agenda.items}
          beside={(item) =>
            desk &&
            item.stage === "done" &&
            item.kind !== "heading" && (
              <Link
                href={`/tasks/new?meeting=${meeting.id}&item=${item.id}`}
                aria-label={t("meetings.give_task_on", { title: item.title })}
              >
                {t("meetings.give_task")}
              </Link>
            )
          }
          below={(item) => (
            <>
              {item.closed && <p className="soft small">{t("meetings.closed_item")}</p>}
              <PaperFacts meeting={meeting} item={item} />
              {item.conclusion && <p className="agenda-conclusion">{item.conclusion}</p>}
              {votes.data?.votes
                .filter((vote) => vote.items.includes(item.id))
                .map((vote) => (
                  <VoteResult key={vote.id} vote={vote} items={agenda.items} />
                ))}
            </>
          )}
        />
      </Section>
      {meeting.whole && (
        <Section title={t("meetings.attendance")}>
          <Read of={attendance}>
            {(held) => (
              <>
                {held.quorum && <Banner tone="info" title={pick(held.quorum.sentence.vi, held.quorum.sentence.en)} />}
                <SeatTable attendance={held} />
              </>
            )}
          </Read>
        </Section>
      )}
    </MeetingPage>
  );
}
