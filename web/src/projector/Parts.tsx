/** The parts of a screen in the room that show a vote and who is there. */
import { pick, t } from "../i18n/index.ts";
import { useSignal } from "../live/hooks.ts";
import { choiceText, choiceTone } from "../meetings/words.tsx";
import { AnswerIcon } from "../ui/Answer.tsx";
import type { Screen } from "./showing.ts";

type Vote = NonNullable<Screen["vote"]>;

export function VoteOpen({ vote }: { vote: Vote }) {
  const turnout = useSignal<{ cast: number }>(vote.turnout);
  const cast = turnout?.cast ?? 0;
  return (
    <div className="screen-vote">
      <p className="screen-step">{t("meetings.vote_open")}</p>
      <p className="screen-question" lang="">
        {vote.text}
      </p>
      <p className="screen-count number">
        {cast}
        <span className="screen-post">/ {vote.seats}</span>
      </p>
      <progress max={vote.seats} value={cast} aria-label={t("meetings.vote_progress", { cast, seats: vote.seats })} />
    </div>
  );
}

export function Result({ vote }: { vote: Vote }) {
  return (
    <div className="screen-vote">
      <p className="screen-question" lang="">
        {vote.text}
      </p>
      {vote.tallies.map((tally) => {
        const parts = [
          ...tally.counts.map((one) => ({
            key: one.choice,
            tone: choiceTone(one.choice),
            text: choiceText(one.choice, vote),
            count: one.count,
          })),
          { key: "none", tone: "none" as const, text: t("meetings.vote_none"), count: tally.not_answered },
        ];
        const most = Math.max(tally.base, ...parts.map((part) => part.count), 1);
        return (
          <div key={tally.item} className="screen-tally">
            {vote.tallies.length > 1 && (
              <p className="screen-step">{vote.items.find((one) => one.id === tally.item)?.title}</p>
            )}
            <p className="screen-sentence">{pick(tally.sentence.vi, tally.sentence.en)}</p>
            <ul className="plain-list screen-bars">
              {parts.map((part) => (
                <li key={part.key}>
                  <span className="screen-choice">
                    <AnswerIcon tone={part.tone} size={32} /> {part.text}
                  </span>
                  <span className="screen-bar">
                    <span
                      className={`screen-bar-part tone-${part.tone}`}
                      style={{ inlineSize: `${(100 * part.count) / most}%` }}
                    />
                    {part.key === "agree" && (
                      <span className="screen-needed" style={{ insetInlineStart: `${(100 * tally.needed) / most}%` }} />
                    )}
                  </span>
                  <strong className="number">{part.count}</strong>
                </li>
              ))}
            </ul>
            <p className="screen-post">{t("screen.base", { needed: tally.needed, base: tally.base })}</p>
          </div>
        );
      })}
    </div>
  );
}

export function SeatGrid({ seats }: { seats: Screen["seats"] }) {
  return (
    <ul className="plain-list screen-seats">
      {seats.map((seat) => (
        <li key={seat.no} className={`screen-seat screen-seat-${seat.manner || "absent"}`}>
          <span className="number screen-post">{seat.no}</span>
          <strong>{seat.name}</strong>
          <span className="screen-post">
            {t(`meetings.manner_${(seat.manner || "absent") as "room" | "online" | "remote" | "absent"}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}
