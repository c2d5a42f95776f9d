/** What a vote came to: the sentence, the counts as a bar with figures, who chose what. */
import { formatSeconds } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { AnswerIcon, AnswerMark } from "../ui/Answer.tsx";
import { cx } from "../ui/cx.ts";
import { StateTag } from "../ui/Status.tsx";
import type { Item, Tally, Vote } from "./types.ts";
import { choiceText, choiceTone } from "./words.tsx";

export function VoteResult({ vote, items, names = true }: { vote: Vote; items: Item[]; names?: boolean }) {
  return (
    <article className="vote-result" aria-label={t("meetings.vote_no", { no: vote.no })}>
      <div className="row-between">
        <h3>
          {t("meetings.vote_no", { no: vote.no })}: <span lang="">{vote.text}</span>
        </h3>
        <span className="row">
          {vote.secret && <StateTag tone="neutral">{t("secret.tag")}</StateTag>}
          {vote.state === "cancelled" && <StateTag tone="warn">{t("meetings.vote_cancelled")}</StateTag>}
        </span>
      </div>
      {vote.state === "cancelled" && <p className="soft">{vote.cancelled_for}</p>}
      {vote.let_stand && <p className="soft">{t("meetings.vote_stood")}</p>}
      {vote.tallies.map((tally) => (
        <TallyOf
          key={tally.item}
          tally={tally}
          vote={vote}
          item={items.find((one) => one.id === tally.item)}
          names={names}
        />
      ))}
      {vote.closed_at && (
        <p className="soft small number">
          {pick(vote.quorum_open.sentence.vi, vote.quorum_open.sentence.en)} · {formatSeconds(vote.opened_at)} -{" "}
          {formatSeconds(vote.closed_at)}
        </p>
      )}
    </article>
  );
}

function TallyOf({ tally, vote, item, names }: { tally: Tally; vote: Vote; item: Item | undefined; names: boolean }) {
  const parts = [
    ...tally.counts.map((one) => ({
      key: one.choice,
      tone: choiceTone(one.choice),
      text: choiceText(one.choice, vote),
      count: one.count,
    })),
    { key: "none", tone: "none" as const, text: t("meetings.vote_none"), count: tally.not_answered },
  ];
  const all = parts.reduce((sum, part) => sum + part.count, 0);
  const good = tally.outcome === "adopted" || tally.outcome === "option_chosen";
  return (
    <div className="stack-tight">
      {vote.items.length > 1 && item && <p className="agenda-title">{item.title}</p>}
      <p className="vote-sentence">
        <StateTag tone={good ? "good" : "bad"}>
          {t(good ? "meetings.outcome_adopted" : "meetings.outcome_not_adopted")}
        </StateTag>{" "}
        {pick(tally.sentence.vi, tally.sentence.en)}
      </p>
      <div className="vote-bar" aria-hidden>
        {parts
          .filter((part) => part.count > 0)
          .map((part) => (
            <span key={part.key} className={cx("vote-part", `tone-${part.tone}`)} style={{ flexGrow: part.count }}>
              <AnswerIcon tone={part.tone} size={18} /> {part.count}
            </span>
          ))}
        {all > 0 && <span className="vote-line" style={{ insetInlineStart: `${(100 * tally.needed) / all}%` }} />}
      </div>
      <ul className="plain-list vote-counts">
        {parts.map((part) => (
          <li key={part.key}>
            <AnswerMark tone={part.tone}>{part.text}</AnswerMark> <strong className="number">{part.count}</strong>
          </li>
        ))}
        <li className="soft">{t("meetings.vote_base", { needed: tally.needed, base: tally.base })}</li>
      </ul>
      {vote.secret && <p className="soft small">{t("secret.no_names")}</p>}
      {names && !vote.secret && (
        <details className="small">
          <summary>{t("meetings.vote_who")}</summary>
          <ul className="plain-list vote-who">
            {tally.sides.map((side) => (
              <li key={side.seat}>
                <span className="number">{side.seat}.</span> {side.name}:{" "}
                {side.recused ? t("meetings.vote_recused") : choiceText(side.choice, vote)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
