/** The figures of a profile in words, in the order in which a screen shows them. */
import { formatDate } from "../i18n/format.ts";
import { type PlainKey, pick, t } from "../i18n/index.ts";
import type { Figures, Profile, Share } from "./calls.ts";

export const figures = [
  "window",
  "extend_beyond_window",
  "silence",
  "base",
  "majority",
  "tie",
  "recusal",
  "quorum",
  "papers_days",
  "substitute_votes",
  "absent_may_vote_remotely",
  "summary_over_pages",
  "connection_minutes",
  "session_opinions",
] as const;

export type Figure = (typeof figures)[number];

export const figureText = (figure: Figure) => t(`rules.${figure}`);

const yesNo = (yes: boolean) => t(yes ? "rules.yes" : "rules.no");

const known: Record<string, PlainKey> = {
  "1/2": "rules.share_half",
  "2/3": "rules.share_two_thirds",
  "3/4": "rules.share_three_quarters",
};

export function shareText({ num, den, more_than }: Share): string {
  if (!more_than && num === den) return t("rules.share_all");
  const word = known[`${num}/${den}`];
  const share = word ? t(word) : `${num}/${den}`;
  return more_than ? t("rules.share_more", { share }) : t("rules.share_least", { share });
}

const values: { [F in Figure]: (of: Figures) => string } = {
  window: ({ window: { by_hand, min_days: min, max_days: max } }) => {
    if (by_hand) return t("rules.window_hand");
    return min === max ? t("rules.window_one", { min }) : t("rules.window_days", { min, max });
  },
  extend_beyond_window: (of) => yesNo(of.extend_beyond_window),
  silence: (of) => t(`rules.silence_${of.silence}`),
  base: (of) => t(`rules.base_${of.base}`),
  majority: (of) => shareText(of.majority),
  tie: (of) => {
    if (of.tie === "chair_side")
      return t("rules.tie_chair_side", { chair: pick(of.chair_title.vi, of.chair_title.en) });
    return t(of.tie === "lost" ? "rules.tie_lost" : "rules.tie_repeat");
  },
  recusal: (of) => t(`rules.recusal_${of.recusal}`),
  quorum: (of) => t("rules.quorum_of", { share: shareText(of.quorum) }),
  papers_days: ({ papers_days: days, papers_working_days: working }) =>
    working ? t("rules.papers_working", { days }) : t("rules.papers_plain", { days }),
  substitute_votes: (of) => yesNo(of.substitute_votes),
  absent_may_vote_remotely: (of) => yesNo(of.absent_may_vote_remotely),
  summary_over_pages: ({ summary_over_pages: over, summary_max_pages: max }) =>
    over === 0 ? t("rules.summary_none") : t("rules.summary_rule", { over, max }),
  connection_minutes: ({ connection_minutes: minutes }) =>
    minutes === 0 ? t("rules.connection_never") : t("rules.connection_after", { minutes }),
  session_opinions: (of) => t(`rules.session_opinions_${of.session_opinions}`),
};

export const valueText = (figure: Figure, of: Figures) => values[figure](of);

export function datesText(of: Figures): string {
  const from = formatDate(of.from);
  return of.until ? t("rules.from_until", { from, until: formatDate(of.until) }) : t("rules.from_on", { from });
}

export const profileTitle = (profile: Profile) => pick(profile.figures.title.vi, profile.figures.title.en);
