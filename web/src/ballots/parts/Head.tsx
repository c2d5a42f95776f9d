/** What a reader of a ballot has to know before its papers: deadline, days not counted, what changed since. */
import "../../i18n/late/consult.ts";
import "../../i18n/late/member.ts";
import { formatDate, formatDateTime, formatDeadline } from "../../i18n/format.ts";
import { pick, t, tMaybe } from "../../i18n/index.ts";
import { Countdown } from "../../ui/Connection.tsx";
import { Banner, StateTag, type StateTone } from "../../ui/Status.tsx";
import type { Ballot, Deadline } from "./types.ts";
import "./parts.css";

const tones: Record<string, StateTone> = {
  open: "active",
  closed: "warn",
  certified: "good",
  recalled: "bad",
  consultation_open: "active",
  consultation_closed: "good",
};

/** The state under its own name where it means something else: a consultation has no result. */
export function stateOf(ballot: { kind: string; state: string }): string {
  const special = ballot.kind === "consultation" && (ballot.state === "open" || ballot.state === "closed");
  return special ? `consultation_${ballot.state}` : ballot.state;
}

export function BallotState({ state }: { state: string }) {
  return <StateTag tone={tones[state] ?? "neutral"}>{tMaybe(`ballot_state.${state}`, state)}</StateTag>;
}

/** Lead agency, deadline with what is left of it, and the days that it did not count. */
export function BallotFacts({ ballot }: { ballot: Ballot }) {
  return (
    <div className="facts">
      {ballot.lead && (
        <span>
          <span className="soft">{t("parts.lead")}</span> {ballot.lead}
        </span>
      )}
      {ballot.class && ballot.class !== "public" && (
        <span>
          <span className="soft">{t("parts.class")}</span> {tMaybe(`class.${ballot.class}`, ballot.class)}
        </span>
      )}
      {ballot.deadline && (
        <span>
          <span className="soft">{t("time.deadline")}</span>{" "}
          <strong className="number">{formatDeadline(ballot.deadline.at)}</strong>
          {ballot.state === "open" && (
            <>
              {", "}
              <Countdown until={ballot.deadline.at} />
            </>
          )}
        </span>
      )}
      {ballot.deadline && <Skipped deadline={ballot.deadline} />}
    </div>
  );
}

function Skipped({ deadline }: { deadline: Deadline }) {
  if (deadline.skipped.length === 0 && deadline.unconfirmed.length === 0) return null;
  return (
    <details className="skipped">
      <summary>
        {deadline.skipped.length === 0
          ? t("parts.counted_all", { days: deadline.days })
          : t("parts.counted", { days: deadline.days, skipped: deadline.skipped.length })}
        {deadline.unconfirmed.length > 0 && `; ${t("parts.unconfirmed", { years: deadline.unconfirmed.join(", ") })}`}
      </summary>
      <div className="skipped-body">
        <p>{t("parts.counted_from", { sent: formatDate(deadline.sent), last: formatDate(deadline.last) })}</p>
        {deadline.skipped.length > 0 && (
          <ul>
            {deadline.skipped.map((day) => (
              <li key={day.date}>
                <span className="number">{formatDate(day.date)}</span> {pick(day.name.vi, day.name.en)}
              </li>
            ))}
          </ul>
        )}
        {deadline.unconfirmed.map((year) => (
          <p key={year}>{t("parts.unconfirmed_year", { year: String(year) })}</p>
        ))}
      </div>
    </details>
  );
}

/** What happened to the ballot since it was sent, the newest first. */
export function BallotNotices({ ballot }: { ballot: Ballot }) {
  return (
    <>
      {ballot.state === "recalled" && (
        <Banner tone="warn" title={t(ballot.closed_at ? "parts.to_session" : "parts.recalled")}>
          <p>
            {ballot.recalled_by
              ? t(ballot.closed_at ? "parts.to_session_by" : "parts.recalled_by", {
                  name: ballot.recalled_by,
                  time: formatDateTime(ballot.recalled_at),
                })
              : t("consult.recalled_at", { time: formatDateTime(ballot.recalled_at) })}
          </p>
          <p className="said-text">{ballot.recalled_for}</p>
        </Banner>
      )}
      {ballot.state === "open" && <Replaced ballot={ballot} />}
      {[...ballot.extended].reverse().map((extension) => (
        <Banner
          key={extension.at}
          title={t("parts.extended", { to: formatDeadline(extension.to), from: formatDeadline(extension.from) })}
        >
          {extension.reason}
          {extension.beyond && <p>{t("parts.extended_beyond")}</p>}
        </Banner>
      ))}
      {ballot.note && <p className="ballot-note">{ballot.note}</p>}
    </>
  );
}

/** Papers replaced in this round by a notified correction: answers stand, and may be changed. */
function Replaced({ ballot }: { ballot: Ballot }) {
  const corrections = ballot.replaced.filter((one) => one.how === "correction" && one.round === ballot.round);
  return [...corrections].reverse().map((one) => (
    <Banner key={one.version} tone="warn" title={t("parts.corrected", replacedPaper(ballot, one))}>
      <p>{one.reason}</p>
      <p>{t("parts.corrected_lead")}</p>
    </Banner>
  ));
}

/** What the present round began with. */
export function RoundBanner({ ballot, kept }: { ballot: Ballot; kept: "answered" | "typed" | "nothing" }) {
  const cause = ballot.replaced.filter((one) => one.how === "new_round" && one.round === ballot.round);
  return (
    <Banner tone="warn" title={t("member.new_round", { round: ballot.round })}>
      {cause.map((one) => (
        <p key={one.version}>
          {t("parts.replaced", replacedPaper(ballot, one))}. {one.reason}
        </p>
      ))}
      <p>{t(`member.new_round_${kept}`)}</p>
    </Banner>
  );
}

function replacedPaper(ballot: Ballot, one: Ballot["replaced"][number]) {
  const paper = ballot.papers.find((known) => known.document === one.document);
  return { title: paper?.title ?? "", number: paper?.number ?? "" };
}
