/** What waits for me, by deadline; then what I have answered and may still change; then what came of the rest. */

import { PencilLine, UserPen } from "lucide-react";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { useList } from "../api/query.ts";
import type { components } from "../api/schema.d.ts";
import { type Me, useMe } from "../api/session.ts";
import { Notices } from "../app/Notices.tsx";
import { formatDate, formatDeadline, formatSeconds, formatWeekday } from "../i18n/format.ts";
import { language, t, tMaybe } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { AnswerMark, type Tone } from "../ui/Answer.tsx";
import { Countdown } from "../ui/Connection.tsx";
import { Card, EmptyState, Page, Section } from "../ui/Page.tsx";
import { Read, StateTag } from "../ui/Status.tsx";
import "./home.css";

/** Loaded after the page: who has nothing to answer loads its few lines only. */
const Later = lazy(() => import("./Later.tsx"));
const Running = lazy(() => import("./Running.tsx"));

type Line = components["schemas"]["BallotLine"];

/** "Ông Tạ Hữu Nhân"; honorifics are Vietnamese words and stand in Vietnamese only. */
function addressed({ person }: Me): string {
  return language() === "vi" && person.honorific ? `${person.honorific} ${person.full_name}` : person.full_name;
}

/** Any change of a ballot's life, or of my own seat, makes these lists old. */
const refs = ["ballots/", "my-answer/"];
const few = 5;

export function Today() {
  const me = useMe();
  const waiting = useList<Line>("/api/ballots", { list: "waiting" }, { refs });
  const answered = useList<Line>("/api/ballots", { list: "answered" }, { refs });
  const past = useList<Line>("/api/ballots", { list: "past", limit: few }, { refs });
  const count = waiting.data?.items.length ?? 0;
  const recorded = (line: Line) => line.mine?.standing === "unconfirmed"; // on my behalf, and not confirmed
  const behalf = answered.data?.items.filter(recorded) ?? [];
  return (
    <Page
      title={t("home.title", { name: addressed(me) })}
      lead={t("home.date", { weekday: formatWeekday(serverNow()), date: formatDate(serverNow()) })}
    >
      <Suspense fallback={null}>
        <Running />
      </Suspense>
      {behalf.length > 0 && (
        <Section title={t("home.behalf", { count: behalf.length })} lead={t("home.behalf_lead")}>
          <ul className="plain-list stack">
            {behalf.map((line) => (
              <li key={line.id}>
                <WaitingCard line={line} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={waiting.data ? t("home.waiting", { count }) : t("home.waiting_title")}>
        <Read of={waiting}>
          {(list) =>
            list.items.length === 0 ? (
              <EmptyState title={t("home.waiting_empty")}>{t("home.waiting_empty_lead")}</EmptyState>
            ) : (
              <ul className="plain-list stack">
                {list.items.map((line) => (
                  <li key={line.id}>
                    <WaitingCard line={line} />
                  </li>
                ))}
              </ul>
            )
          }
        </Read>
      </Section>
      <Suspense fallback={null}>
        <Later />
      </Suspense>
      <Notices refs={refs} hrefOf={(ballot) => `/ballots/${ballot}`} />
      <Section
        title={t("home.answered")}
        lead={answered.data?.items.some((line) => !recorded(line)) ? t("home.answered_lead") : undefined}
      >
        <Read of={answered}>
          {(list) =>
            list.items.every(recorded) ? (
              <EmptyState title={t("home.answered_empty")}>{t("home.answered_empty_lead")}</EmptyState>
            ) : (
              <ul className="plain-list lines">
                {list.items
                  .filter((line) => !recorded(line))
                  .map((line) => (
                    <AnsweredLine key={line.id} line={line} />
                  ))}
              </ul>
            )
          }
        </Read>
      </Section>
      <Section title={t("home.past")} tools={<Link href="/ballots/history">{t("home.all_past")}</Link>}>
        <Read of={past}>
          {(list) =>
            list.items.length === 0 ? (
              <EmptyState title={t("home.past_empty")}>{t("home.past_empty_lead")}</EmptyState>
            ) : (
              <ul className="plain-list lines">
                {list.items.slice(0, few).map((line) => (
                  <PastLine key={line.id} line={line} />
                ))}
              </ul>
            )
          }
        </Read>
      </Section>
    </Page>
  );
}

function WaitingCard({ line }: { line: Line }) {
  return (
    <Card title={line.title} href={`/ballots/${line.id}`} className="waiting">
      <div className="waiting-facts">
        <p>
          <span className="soft">{t("home.lead_agency")}</span> {line.lead}
        </p>
        {line.deadline_at && (
          <p className="waiting-deadline">
            <Countdown until={line.deadline_at} />
            <span className="soft number">{formatDeadline(line.deadline_at)}</span>
          </p>
        )}
      </div>
      <Marks line={line} />
    </Card>
  );
}

/** What is there already: a draft of the office, something typed, another round. */
function Marks({ line }: { line: Line }) {
  const mine = line.mine;
  const draft = mine?.draft_step === "member" && !mine.draft_refused;
  if (!mine || !(draft || mine.typed || line.round > 1)) return null;
  return (
    <div className="row">
      {line.round > 1 && <StateTag tone="warn">{t("home.round", { round: line.round })}</StateTag>}
      {draft && (
        <StateTag tone="active">
          <UserPen aria-hidden size={16} /> {t("home.draft_ready")}
        </StateTag>
      )}
      {mine.typed && (
        <StateTag>
          <PencilLine aria-hidden size={16} /> {t("home.typed")}
        </StateTag>
      )}
    </div>
  );
}

function Choices({ line }: { line: Line }) {
  const mine = line.mine;
  const choices = mine?.choices ?? [];
  if (!mine || choices.length === 0) return <AnswerMark tone="none" />;
  if (mine.source === "deemed") return <AnswerMark tone="deemed" />;
  const counts = new Map<Tone, number>();
  for (const { choice } of choices) {
    const tone = (choice.startsWith("option:") ? "option" : choice) as Tone;
    counts.set(tone, (counts.get(tone) ?? 0) + 1);
  }
  return (
    <span className="row">
      {[...counts].map(([tone, count]) => (
        <AnswerMark key={tone} tone={tone}>
          {tone === "option" ? t("home.option_chosen") : t(`answer.${tone}`)}
          {choices.length > 1 && ` (${count}/${choices.length})`}
        </AnswerMark>
      ))}
    </span>
  );
}

function AnsweredLine({ line }: { line: Line }) {
  return (
    <li className="line">
      <div className="line-text">
        <Link href={`/ballots/${line.id}`} className="line-title">
          {line.title}
        </Link>
        <span className="soft small number">
          {t("home.recorded", {
            time: formatSeconds(line.mine?.answered_at),
            date: formatDate(line.mine?.answered_at),
          })}
          {line.deadline_at && (
            <>
              {" · "}
              <Countdown until={line.deadline_at} plain />
            </>
          )}
        </span>
        {line.mine?.typed && <span className="small">{t("home.typed_change")}</span>}
      </div>
      <Choices line={line} />
    </li>
  );
}

function PastLine({ line }: { line: Line }) {
  return (
    <li className="line">
      <div className="line-text">
        <Link href={`/ballots/${line.id}`} className="line-title">
          {line.title}
        </Link>
        <span className="soft small number">
          {tMaybe(`home.past_${line.state}`)} {formatDate(line.closed_at)}
          {line.number && ` · ${line.number}`}
        </span>
      </div>
      <Choices line={line} />
    </li>
  );
}
