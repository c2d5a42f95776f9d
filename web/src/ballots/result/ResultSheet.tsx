/**
 * What a ballot came to: the sentence, and question by question the counts as a bar
 * with a table beside it, both percentages, who took which side. It only shows.
 */

import { formatDateTime, formatDeadline } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { AnswerIcon, AnswerMark } from "../../ui/Answer.tsx";
import { cx } from "../../ui/cx.ts";
import { DefinitionList } from "../../ui/Page.tsx";
import { Banner, StateTag } from "../../ui/Status.tsx";
import type { Ballot, Outcome, Result } from "../parts/types.ts";
import { barsOf, shortHash, sidesOf, tableParts, threshold } from "./counts.ts";
import { Discussion } from "./Discussion.tsx";
import { notesOf, numbered, outcomeText, outcomeTone, partText, sideText } from "./words.ts";
import "../../ui/table.css";
import "./result.css";

/** level is that of the headings: 2 below the title of a screen, 3 inside a section of one. */
export function ResultSheet({ result, ballot, level = 2 }: { result: Result; ballot: Ballot; level?: 2 | 3 }) {
  const Heading = `h${level}` as const;
  const several = result.questions.length > 1;
  return (
    <div className="stack-wide">
      <section className="outcome" aria-label={t("result.outcome")}>
        <StateTag tone={outcomeTone(result.outcome)}>{outcomeText(result.outcome)}</StateTag>
        <p className="outcome-sentence">{several ? pick(result.sentence.vi, result.sentence.en) : first(result)}</p>
        {result.state === "closed" && <p className="soft">{t("result.provisional_lead")}</p>}
      </section>
      <Discussion result={result} ballot={ballot} />
      {result.corrections.length > 0 && (
        <Banner tone="warn" title={t("result.was_corrected", { count: result.corrections.length })}>
          {t("result.was_corrected_lead")}
        </Banner>
      )}
      {result.beyond && <Banner tone="warn" title={t("result.beyond")} />}
      {result.questions.map((outcome, index) => (
        <QuestionResult
          key={outcome.question}
          result={result}
          outcome={outcome}
          number={several ? index + 1 : 0}
          level={level}
        />
      ))}
      {result.reserved.length > 0 && (
        <section className="section">
          <Heading>{t("result.reserved")}</Heading>
          <ul className="plain-list stack-tight">
            {result.reserved.map((one) => (
              <li key={one.name + one.text}>
                {one.name && <strong>{one.name}</strong>}
                <p className="result-text">{one.text}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {result.corrections.length > 0 && (
        <section className="section">
          <Heading>{t("result.corrections")}</Heading>
          {result.corrections.map((one, index) => (
            <div key={one.at} className="correction">
              <strong>{t("result.correction", { number: index + 1 })}</strong>
              <p>{t("result.correction_why", { reason: one.reason })}</p>
              <p className="result-text">{one.text}</p>
              <p className="soft small">{t("result.correction_by", { name: one.name, at: formatDateTime(one.at) })}</p>
            </div>
          ))}
        </section>
      )}
      <section className="section">
        <Heading>{t("result.facts")}</Heading>
        <DefinitionList
          items={[
            [t("result.number"), result.number],
            [t("result.opened_at"), formatDateTime(result.opened_at)],
            [t("time.deadline"), formatDeadline(result.deadline.at)],
            [t("result.closed_at"), formatDateTime(result.closed_at)],
            [t("result.rules"), pick(result.profile.title.vi, result.profile.title.en)],
            [t("result.approved_by"), result.approved_by],
            [
              t("result.certified_by"),
              result.certified_by && `${result.certified_by}, ${formatDateTime(result.certified_at)}`,
            ],
            [t("result.checkpoint"), result.checkpoint && <span className="mono">{shortHash(result.checkpoint)}</span>],
          ]}
        />
      </section>
    </div>
  );
}

/** With one question, its sentence is the ballot's. */
function first(result: Result): string {
  const sentence = result.questions[0]?.sentence ?? result.sentence;
  return pick(sentence.vi, sentence.en);
}

function QuestionResult({
  result,
  outcome,
  number,
  level,
}: {
  result: Result;
  outcome: Outcome;
  number: number;
  level: 2 | 3;
}) {
  const Heading = `h${level}` as const;
  return (
    <section className="section question-result keep-together">
      <div className="row-between">
        <Heading>
          {number > 0 && `${number}. `}
          {outcome.text}
        </Heading>
        {number > 0 && <StateTag tone={outcomeTone(outcome.outcome)}>{outcomeText(outcome.outcome)}</StateTag>}
      </div>
      {number > 0 && <p className="question-sentence">{pick(outcome.sentence.vi, outcome.sentence.en)}</p>}
      <div className="counts">
        <CountBar outcome={outcome} />
        <CountTable outcome={outcome} />
      </div>
      <Sides result={result} outcome={outcome} level={level === 2 ? 3 : 4} />
    </section>
  );
}

/**
 * All seats as a bar; the mark shows what is needed. Options have a bar each, since the
 * mark counts from the beginning for every one. The table beside says the same in figures.
 */
function CountBar({ outcome }: { outcome: Outcome }) {
  return (
    <figure className="count-figure">
      {barsOf(outcome).map((bar, index) => (
        <div key={bar[0]?.key}>
          {outcome.options.length > 0 && <p className="small">{numbered(outcome, index)}</p>}
          <div className="count-bar" aria-hidden>
            {bar.map(
              (part) =>
                part.count > 0 && (
                  <span
                    key={part.key}
                    className={cx("count-part", `tone-${part.tone}`, `part-${part.key.split(":")[0]}`)}
                    style={{ flexGrow: part.count }}
                  >
                    <AnswerIcon tone={part.tone} size={18} />
                    <span className="number">{part.count}</span>
                  </span>
                ),
            )}
            <span className="count-needed" style={{ insetInlineStart: `${threshold(outcome)}%` }} />
          </div>
        </div>
      ))}
      <figcaption className="small">
        <span className="count-needed-sign" aria-hidden />
        {t("result.needed", { needed: outcome.needed, base: outcome.base })}
      </figcaption>
      <dl className="shares">
        <div>
          <dt>{t("result.of_sent")}</dt>
          <dd className="number">{pick(outcome.of_sent.vi, outcome.of_sent.en)}</dd>
        </div>
        <div>
          <dt>{t("result.of_answered")}</dt>
          <dd className="number">{pick(outcome.of_answered.vi, outcome.of_answered.en)}</dd>
        </div>
      </dl>
    </figure>
  );
}

function CountTable({ outcome }: { outcome: Outcome }) {
  return (
    <table className="table count-table">
      <caption className="visually-hidden">{t("result.table")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("result.col_choice")}</th>
          <th scope="col" className="cell-number">
            {t("result.col_count")}
          </th>
        </tr>
      </thead>
      <tbody>
        {tableParts(outcome).map((part) => (
          <tr key={part.key}>
            <th scope="row">
              <AnswerMark tone={part.tone}>{partText(part, outcome)}</AnswerMark>
              {notesOf(part, outcome).map((note) => (
                <span key={note} className="option-note">
                  {note}
                </span>
              ))}
            </th>
            <td className="cell-number">{part.count}</td>
          </tr>
        ))}
        <tr className="count-total">
          <th scope="row">{t("result.total")}</th>
          <td className="cell-number">{outcome.n}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Sides({ result, outcome, level }: { result: Result; outcome: Outcome; level: 3 | 4 }) {
  const Heading = `h${level}` as const;
  const groups = sidesOf(result, outcome);
  if (groups.length === 0) return <p className="soft">{t("result.not_by_name")}</p>;
  return (
    <div className="sides">
      {groups.map((group) => (
        <section
          key={group.key}
          className={cx("side", (group.lines.length > 8 || outcome.options.length > 0) && "side-many")}
        >
          <Heading className="side-name">
            <AnswerMark tone={group.tone}>{sideText(outcome, group.key)}</AnswerMark>{" "}
            <span className="number soft">{group.lines.length}</span>
          </Heading>
          <ul className="plain-list small">
            {group.lines.map((line) => (
              <li key={line.seat}>
                {line.name}
                {[
                  line.onBehalf && t("result.part_on_behalf"),
                  line.reserved && t("result.reserves"),
                  line.tieMark && t("desk.tie_mark"),
                  line.classBy && t("result.classed_as", { side: sideText(outcome, line.classed), by: line.classBy }),
                ]
                  .filter(Boolean)
                  .map((note) => (
                    <span key={String(note)} className="soft">
                      {" "}
                      ({note})
                    </span>
                  ))}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
