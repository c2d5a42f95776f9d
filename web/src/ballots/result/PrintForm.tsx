/** The result as an official paper: national title and motto, issuer, number, place and date, content, signer, recipients. */
import "../../i18n/late/member.ts";
import type { BodyName } from "../../api/session.ts";
import { formatDateTime, formatDeadline, formatSeconds } from "../../i18n/format.ts";
import { language, pick, t } from "../../i18n/index.ts";
import type { Ballot, Outcome, Result } from "../parts/types.ts";
import { shortHash, sideKey, tableParts } from "./counts.ts";
import { longDate } from "./date.ts";
import { notesOf, partText, shortSideText, sideText } from "./words.ts";

type Body = BodyName & { settings: Record<string, string> };

export function PrintForm({ ballot, result, body }: { ballot: Ballot; result: Result; body: Body }) {
  const set = body.settings;
  const issuer = pick(set.issuer_vi, set.issuer_en) || pick(body.name_vi, body.name_en);
  // A remark in brackets behind the name is no part of it.
  const name = pick(body.name_vi, body.name_en).replace(/\s*\([^)]*\)$/, "");
  const certified = result.state === "certified";
  let part = 0;
  const heading = (text: string) => {
    part++;
    return <h3>{`${part}. ${text}`}</h3>;
  };
  return (
    <article className="print-form" lang={language()}>
      <header className="form-head">
        <div className="form-issuer">
          {issuer !== name && <p>{name.toLocaleUpperCase("vi")}</p>}
          <p className="form-strong form-rule">{issuer.toLocaleUpperCase("vi")}</p>
          <p>
            {t("result.p_number", {
              number: result.number ? result.number + (set.sign ? `-${set.sign}` : "") : "……/……",
            })}
          </p>
        </div>
        <div className="form-nation">
          <p className="form-strong">{t("result.p_nation")}</p>
          <p className="form-strong form-motto">{t("result.p_motto")}</p>
          <p className="form-date">
            {t("result.p_place_date", {
              place: pick(set.place_vi, set.place_en) || "……",
              date: longDate(result.certified_at ?? result.closed_at ?? "", language()),
            })}
          </p>
        </div>
      </header>
      <div className="form-title">
        <h2>{t("result.p_title", { body: name.toLocaleUpperCase("vi") })}</h2>
        <p className="form-strong">{t("result.p_about", { title: result.title })}</p>
        {!certified && <p className="form-provisional">{t("result.p_provisional")}</p>}
      </div>

      {heading(t("result.p_facts"))}
      <p>{t("result.p_lead", { lead: result.lead })}</p>
      <p>
        {t("result.p_times", {
          count: ballot.members,
          opened: formatDateTime(result.opened_at),
          deadline: formatDeadline(result.deadline.at),
          closed: formatDateTime(result.closed_at),
        })}
        {ballot.round > 1 && ` ${t("result.p_round", { round: ballot.round })}`}
        {ballot.extended.length > 0 && ` ${t("result.p_extended", { count: ballot.extended.length })}`}
        {result.beyond && ` ${t("result.beyond")}`}
      </p>
      <p>{t("result.p_rules", { rules: pick(result.profile.title.vi, result.profile.title.en) })}</p>

      {heading(t("result.p_papers"))}
      <ul>
        {result.papers.map((paper) => (
          <li key={paper.version}>
            {paper.title} ({t("parts.version", { number: paper.number }).toLocaleLowerCase()})
          </li>
        ))}
      </ul>

      {heading(t("result.p_counts"))}
      {result.questions.map((outcome, index) => (
        <QuestionCounts key={outcome.question} outcome={outcome} number={result.questions.length > 1 ? index + 1 : 0} />
      ))}

      {heading(t("result.p_outcome"))}
      <p className="form-outcome">
        {result.questions.length > 1
          ? pick(result.sentence.vi, result.sentence.en)
          : pick(result.questions[0]?.sentence.vi, result.questions[0]?.sentence.en)}
        .
      </p>
      {result.discuss > 0 && <p>{t("result.discuss", { count: result.discuss })}.</p>}
      {result.onward && (
        <>
          <p>{t("result.goes_on", { name: result.onward.name, at: formatDateTime(result.onward.at) })}</p>
          {result.onward.note && <p className="form-text">{result.onward.note}</p>}
        </>
      )}

      {result.members.length > 0 && (
        <>
          {heading(t("result.p_members"))}
          <MembersTable result={result} />
        </>
      )}
      {result.reserved.length > 0 && (
        <>
          {heading(t("result.reserved"))}
          {result.reserved.map((one) => (
            <p key={one.name + one.text} className="form-text">
              {one.name ? `${one.name}: ${one.text}` : one.text}
            </p>
          ))}
        </>
      )}

      <footer className="form-end">
        <div className="form-recipients">
          <p>
            <strong>
              <em>{t("result.p_recipients")}</em>
            </strong>
          </p>
          <ul>
            <li>{t("result.p_to_chair", { body: name })}</li>
            <li>{t("result.p_to_members", { body: name })}</li>
            <li>{result.lead};</li>
            <li>{t("result.p_to_file")}</li>
          </ul>
        </div>
        <div className="form-signer">
          <p className="form-strong">{t("result.p_signer")}</p>
          {certified ? (
            <>
              <p className="form-signed">
                {t("result.p_signed_at", {
                  at: `${formatDateTime(result.certified_at).slice(0, 10)} ${formatSeconds(result.certified_at)}`,
                })}
              </p>
              <p className="form-strong">{result.certified_by}</p>
            </>
          ) : (
            <p className="form-signed">{t("result.p_not_signed")}</p>
          )}
        </div>
      </footer>
      {result.corrections.map((one, index) => (
        <section key={one.at} className="keep-together">
          <p>
            <strong>{t("result.correction", { number: index + 1 })}</strong>
          </p>
          <p>{t("result.correction_why", { reason: one.reason })}</p>
          <p className="form-text">{one.text}</p>
          <p>
            <em>{t("result.correction_by", { name: one.name, at: formatDateTime(one.at) })}</em>
          </p>
        </section>
      ))}
      {result.checkpoint && (
        <p className="form-check">{t("result.p_check", { hash: shortHash(result.checkpoint), id: result.id })}</p>
      )}
    </article>
  );
}

function QuestionCounts({ outcome, number }: { outcome: Outcome; number: number }) {
  return (
    <section className="keep-together">
      <p>
        {number > 0 && <strong>{t("desk.question", { number })}: </strong>}
        {outcome.text}
      </p>
      <table className="form-table">
        <thead>
          <tr>
            {tableParts(outcome).map((part) => (
              <th key={part.key} scope="col">
                {partText(part, outcome)}
              </th>
            ))}
            <th scope="col">{t("result.total")}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            {tableParts(outcome).map((part) => (
              <td key={part.key}>
                {part.count}
                {notesOf(part, outcome).map((note) => (
                  <span key={note} className="form-note">
                    {note}
                  </span>
                ))}
              </td>
            ))}
            <td>
              <strong>{outcome.n}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      <p>
        {pick(outcome.sentence.vi, outcome.sentence.en)}.{" "}
        {t("result.p_shares", {
          sent: pick(outcome.of_sent.vi, outcome.of_sent.en),
          answered: pick(outcome.of_answered.vi, outcome.of_answered.en),
        })}
      </p>
    </section>
  );
}

function MembersTable({ result }: { result: Result }) {
  const several = result.questions.length > 1;
  return (
    <table className="form-table form-members">
      <thead>
        <tr>
          <th scope="col">{t("result.p_no")}</th>
          <th scope="col">{t("result.p_name")}</th>
          <th scope="col">{t("result.p_post")}</th>
          {result.questions.map((outcome, index) => (
            <th key={outcome.question} scope="col">
              {several ? t("desk.question", { number: index + 1 }) : t("result.p_side")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {result.members.map((member) => (
          <tr key={member.seat}>
            <td>{member.seat}</td>
            <td className="form-left">{member.name}</td>
            <td className="form-left">{member.posts.join("; ")}</td>
            {result.questions.map((outcome) => (
              <td key={outcome.question}>{sideOf(outcome, member.seat)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sideOf(outcome: Outcome, seat: number): string {
  const side = outcome.sides.find((one) => one.seat === seat);
  if (!side) return "";
  const notes = [
    side.on_behalf && t("result.part_on_behalf").toLocaleLowerCase(),
    side.reserved && t("result.reserves").toLocaleLowerCase(),
    side.class_by &&
      t("result.classed_as", { side: sideText(outcome, side.side).toLocaleLowerCase(), by: side.class_by }),
  ].filter(Boolean);
  return `${shortSideText(outcome, sideKey(side))}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}
