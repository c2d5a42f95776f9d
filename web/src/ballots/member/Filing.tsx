/** Where my own opinion stands in the approved synthesis, and what the lead agency answered to it. */
import "../../i18n/late/filing.ts";
import { useEffect, useRef } from "react";
import { useThing } from "../../api/query.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { AnswerMark } from "../../ui/Answer.tsx";
import { EmptyState, Section } from "../../ui/Page.tsx";
import { Banner, Read } from "../../ui/Status.tsx";
import type { Ballot, Filings, Filing as Of } from "../parts/types.ts";
import { choiceText, toneOf } from "../parts/words.ts";
import "./member.css";

export function Filing({ ballot }: { ballot: Ballot }) {
  const filings = useThing<Filings>(`filing/${ballot.id}`, `/api/ballots/${ballot.id}/filing`);
  const here = useRef<HTMLDivElement>(null);
  const there = filings.data !== undefined;
  // Whoever came for it is led to it once it is there.
  useEffect(() => {
    if (there && location.hash === "#filing") here.current?.focus();
  }, [there]);
  return (
    <div id="filing" ref={here} tabIndex={-1}>
      <Section title={t("filing.title")} lead={t("filing.lead")}>
        <Read of={filings}>
          {({ items }) =>
            items.every((one) => one.state === "hidden") ? (
              <EmptyState title={t("filing.hidden")}>{t("filing.hidden_lead")}</EmptyState>
            ) : items.every((one) => one.state === "none") ? (
              <EmptyState title={t("filing.none")}>{t("filing.none_lead")}</EmptyState>
            ) : (
              <div className="stack">
                {items.map((one, index) => (
                  <OneQuestion key={one.question} ballot={ballot} filing={one} number={index + 1} of={items.length} />
                ))}
              </div>
            )
          }
        </Read>
      </Section>
    </div>
  );
}

function OneQuestion({ ballot, filing, number, of }: { ballot: Ballot; filing: Of; number: number; of: number }) {
  const question = ballot.questions[number - 1];
  return (
    <div className="stack-tight filing-question">
      {of > 1 && (
        <h3>
          {t("filing.question", { number })}: {filing.text}
        </h3>
      )}
      {filing.state === "approved" ? (
        <>
          <p className="soft small">
            {t("filing.approved", { version: filing.version, at: formatDateTime(filing.approved_at) })}
          </p>
          {filing.assisted && <p className="soft small">{t("filing.assisted")}</p>}
          {filing.stance === "" ? (
            <p>{t("filing.no_opinion")}</p>
          ) : (
            <>
              <p className="row">
                <span className="soft">{t("filing.stance")}</span>
                <AnswerMark tone={filing.deemed ? "deemed" : toneOf(filing.stance)}>
                  {filing.deemed ? undefined : choiceText(question, filing.stance)}
                </AnswerMark>
              </p>
              {filing.changed && <Banner tone="warn">{t("filing.changed")}</Banner>}
              <Filed filing={filing} />
            </>
          )}
        </>
      ) : (
        <p className="soft">{t("filing.none")}</p>
      )}
    </div>
  );
}

function Filed({ filing }: { filing: Of }) {
  if (filing.points.length + filing.apart.length === 0) {
    return filing.changed ? null : <p>{t("filing.no_words")}</p>;
  }
  return (
    <ul className="plain-list stack">
      {filing.points.map((point, index) => (
        <li key={index} className="filing-point stack-tight">
          <p>
            <strong>{t("filing.row", { row: pick(point.row.vi, point.row.en) })}</strong>
          </p>
          {point.words.map((words, at) => (
            <blockquote key={at}>{words}</blockquote>
          ))}
          {point.decision === "" ? (
            <p className="soft">{t("filing.waits")}</p>
          ) : (
            <p>
              <strong>{t(point.decision === "accepted" ? "filing.accepted" : "filing.explained")}:</strong> {point.said}
            </p>
          )}
        </li>
      ))}
      {filing.apart.length > 0 && (
        <li className="filing-point stack-tight">
          <p>
            <strong>{t("filing.apart")}</strong>
          </p>
          {filing.apart.map((one, index) => (
            <div key={index}>
              <blockquote>{one.words}</blockquote>
              <span className="soft small">{t(`filing.rule_${one.rule}`)}</span>
            </div>
          ))}
        </li>
      )}
    </ul>
  );
}
