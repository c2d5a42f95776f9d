/** Small words of the desk. */
import "../../i18n/late/consult.ts";
import { formatDateTime, formatNumber } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { plain } from "../../i18n/plain.ts";
import type { Ballot, Question } from "../parts/types.ts";

/** Whether a text holds what was typed, as Vietnamese is searched: capitals and marks do not matter. */
export function matches(text: string, typed: string): boolean {
  const wanted = plain(typed);
  return wanted === "" || plain(text).includes(wanted);
}

/** When an approved ballot goes out, in words. */
export function sendingText(openAt: string | null | undefined, members: number, consults = false): string {
  const count = formatNumber(members);
  if (consults)
    return openAt ? t("consult.send_at", { at: formatDateTime(openAt), count }) : t("consult.send_now", { count });
  return openAt ? t("desk.send_at", { at: formatDateTime(openAt), count }) : t("desk.send_now", { count });
}

/** "1. Phê duyệt …" where there are several questions. */
export function questionTitle(questions: Question[], index: number): string {
  const text = questions[index]?.text ?? "";
  return questions.length > 1 ? `${index + 1}. ${text}` : text;
}

/** The hour as typed, for the API; undefined where it is none. */
export function hourValue(typed: string): string | undefined {
  const text = typed.trim();
  if (text === "") return "";
  const match = /^([01]?\d|2[0-3])[:.hg]?([0-5]\d)?$/i.exec(text);
  if (!match?.[1]) return undefined;
  return `${match[1].padStart(2, "0")}:${match[2] ?? "00"}`;
}

/** How the result goes beyond what members see on paper: which switches a ballot has. */
export function switches(ballot: Ballot): string[] {
  return [
    t(ballot.by_name ? "desk.by_name_on" : "desk.by_name_off"),
    t(ballot.show_live ? "desk.show_live_on" : "desk.show_live_off"),
    ...(ballot.desk ? [t(ballot.desk.show_who ? "desk.show_who_on" : "desk.show_who_off")] : []),
  ];
}
