/**
 * What a question came to: the outcome in its sentence, a bar of the counts with
 * the line that had to be reached, and the same counts as a table. For screens
 * and for print; it knows nothing of who looks.
 */
import { useId } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { pick, t, tMaybe } from "../../i18n/index.ts";
import { AnswerMark, type Tone } from "../../ui/Answer.tsx";
import { StateTag, type StateTone } from "../../ui/Status.tsx";
import type { Outcome } from "./types.ts";
import "./outcome.css";

export interface Share {
  tone: Tone;
  label: string;
  count: number;
}

const tagTones: Record<string, StateTone> = {
  adopted: "good",
  option_chosen: "good",
  adopted_in_part: "warn",
  repeat: "warn",
  no_option_chosen: "warn",
  not_adopted: "bad",
};

export function OutcomeTag({ outcome }: { outcome: string }) {
  return <StateTag tone={tagTones[outcome] ?? "neutral"}>{tMaybe(`outcome.${outcome}`, outcome)}</StateTag>;
}

/** The counts of a question in the order shown; empty ones are left out, except agreement and disagreement. */
export function sharesOf(outcome: Outcome): Share[] {
  const rest: Share[] = [
    { tone: "other", label: t("answer.other"), count: outcome.other },
    { tone: "discuss", label: t("answer.discuss"), count: outcome.discuss },
    { tone: "none", label: t("answer.none"), count: outcome.not_answered },
  ];
  if (outcome.options.length > 0) {
    const options = outcome.options.map((option) => ({
      tone: "option" as Tone,
      label: option.text,
      count: option.total,
    }));
    return [...options, ...rest.filter((share) => share.count > 0)];
  }
  const sides: Share[] = [
    { tone: "agree", label: t("answer.agree"), count: outcome.agree },
    { tone: "deemed", label: t("answer.deemed"), count: outcome.deemed },
    // Whatever they said, answers recorded on behalf stand on a line of their own.
    { tone: "recused", label: t("outcome.on_behalf_line"), count: outcome.on_behalf },
    { tone: "disagree", label: t("answer.disagree"), count: outcome.disagree },
  ];
  return [...sides, ...rest].filter((share) => share.count > 0 || share.tone === "agree" || share.tone === "disagree");
}

export function OutcomeBlock({ outcome, number }: { outcome: Outcome; number: number }) {
  const shares = sharesOf(outcome);
  const title = number > 0 ? t("outcome.question", { number }) : t("outcome.count");
  const notes = [
    outcome.on_behalf > 0 && outcome.options.length > 0 && t("outcome.on_behalf", { count: outcome.on_behalf }),
    outcome.unconfirmed > 0 && t("outcome.unconfirmed", { count: outcome.unconfirmed }),
    outcome.recused > 0 && t("outcome.recused", { count: outcome.recused }),
    outcome.reserved > 0 && t("outcome.reserved", { count: outcome.reserved }),
  ].filter(Boolean);
  return (
    <section className="outcome keep-together" aria-label={title}>
      <div className="row">
        {number > 0 && <h3>{title}</h3>}
        <OutcomeTag outcome={outcome.outcome} />
      </div>
      <p>{outcome.text}</p>
      <p className="outcome-sentence">{pick(outcome.sentence.vi, outcome.sentence.en)}</p>
      <div className="outcome-figures">
        <div className="outcome-bars">
          {/* The line of the majority is one for all only where there is one side. */}
          {outcome.options.length === 0 ? (
            <Bar shares={shares} base={outcome.base} needed={outcome.needed} />
          ) : (
            outcome.options.map((option) => (
              <Bar
                key={option.key}
                label={option.text}
                shares={[{ tone: "option", label: option.text, count: option.total }]}
                base={outcome.base}
                needed={outcome.needed}
              />
            ))
          )}
          <p className="soft">
            {t("outcome.shares", {
              sent: pick(outcome.of_sent.vi, outcome.of_sent.en),
              answered: pick(outcome.of_answered.vi, outcome.of_answered.en),
            })}
          </p>
          {notes.length > 0 && <p className="soft">{notes.join(" ")}</p>}
        </div>
        <table className="outcome-table">
          <caption className="visually-hidden">{title}</caption>
          <tbody>
            {shares.map((share) => (
              <tr key={share.label}>
                <th scope="row">
                  <AnswerMark tone={share.tone}>{share.label}</AnswerMark>
                </th>
                <td className="number">{formatNumber(share.count)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t("outcome.base")}</th>
              <td className="number">{formatNumber(outcome.base)}</td>
            </tr>
            <tr>
              <th scope="row">{t("outcome.needed")}</th>
              <td className="number">{formatNumber(outcome.needed)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Counts side by side, each with its pattern, and the line to be reached. The table beside it says the same. */
export function Bar({
  shares,
  base,
  needed,
  label,
}: {
  shares: Share[];
  base: number;
  needed: number;
  label?: string;
}) {
  const id = useId();
  const whole = Math.max(
    1,
    base,
    shares.reduce((sum, share) => sum + share.count, 0),
  );
  let from = 0;
  return (
    <div className="bar">
      {label && <p className="bar-label">{label}</p>}
      <svg className="bar-picture" aria-hidden="true" role="presentation">
        <Patterns id={id} />
        <rect className="bar-ground" width="100%" height="100%" />
        {shares.map((share) => {
          const x = (from / whole) * 100;
          const width = (share.count / whole) * 100;
          from += share.count;
          return (
            share.count > 0 && (
              <g key={share.label} className={`tone-${share.tone}`}>
                <rect className="bar-part" x={`${x}%`} width={`${width}%`} height="100%" />
                <rect x={`${x}%`} width={`${width}%`} height="100%" fill={`url(#${id}-${share.tone})`} />
                <rect className="bar-edge" x={`${x}%`} width={`${width}%`} height="100%" />
              </g>
            )
          );
        })}
        <line
          className="bar-line"
          x1={`${(needed / whole) * 100}%`}
          x2={`${(needed / whole) * 100}%`}
          y1="0"
          y2="100%"
        />
      </svg>
      <p className="bar-note small soft">{t("outcome.line", { needed, base })}</p>
    </div>
  );
}

/** One pattern a tone, so that the bar reads without colour. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-agree`} width="1" height="1" />
      <pattern id={`${id}-option`} width="1" height="1" />
      <pattern id={`${id}-recused`} width="1" height="1" />
      <pattern id={`${id}-deemed`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect width="8" height="8" fill="#fffdf9" />
        <circle cx="4" cy="4" r="1.6" fill="#1b6e3c" />
      </pattern>
      <pattern id={`${id}-disagree`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="3" height="8" fill="#fff" fillOpacity="0.4" />
      </pattern>
      <pattern id={`${id}-other`} width="7" height="7" patternUnits="userSpaceOnUse">
        <circle cx="3.5" cy="3.5" r="1.5" fill="#fff" fillOpacity="0.7" />
      </pattern>
      <pattern id={`${id}-discuss`} width="8" height="7" patternUnits="userSpaceOnUse">
        <rect width="8" height="2" fill="#fff" fillOpacity="0.4" />
      </pattern>
      <pattern id={`${id}-none`} width="10" height="8" patternUnits="userSpaceOnUse">
        <rect width="10" height="8" fill="#fffdf9" />
        <rect y="3" width="5" height="1.5" fill="#5d574c" />
      </pattern>
    </defs>
  );
}
