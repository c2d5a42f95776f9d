/** The words of a result. */
import "../../i18n/late/desk.ts";
import { t, tMaybe } from "../../i18n/index.ts";
import type { StateTone } from "../../ui/Status.tsx";
import type { Outcome } from "../parts/types.ts";
import type { Part } from "./counts.ts";

/** The words of a part; an option goes by its number too, as the sentence names it. */
export function partText(part: Part, outcome: Outcome): string {
  const place = outcome.options.findIndex((option) => part.key === `option:${option.key}`);
  if (place >= 0) return numbered(outcome, place);
  return t(`result.part_${part.key as Exclude<Part["key"], `option:${string}` | "rest">}`);
}

/** What stands in a part besides: deemed, on behalf and for which side, not confirmed, recused. */
export function notesOf(part: Part, outcome: Outcome): string[] {
  const behalf = part.key === "on_behalf";
  const sides = behalf && outcome.options.length === 0;
  const notes: string[] = [];
  const add = (count: number, text: (count: number) => string) => count > 0 && notes.push(text(count));
  add(part.deemed, (count) => t("result.of_them_deemed", { count }));
  add(part.onBehalf, (count) => t("result.of_them_behalf", { count }));
  add(sides ? outcome.on_behalf_for : 0, (count) => t("result.of_them_agree", { count }));
  add(sides ? outcome.on_behalf_against : 0, (count) => t("result.of_them_disagree", { count }));
  const other = part.key === "other";
  add(other ? outcome.classed_for : 0, (count) => t("result.of_them_classed_agree", { count }));
  add(other ? outcome.classed_against : 0, (count) => t("result.of_them_classed_disagree", { count }));
  add(behalf ? outcome.unconfirmed : 0, (count) => t("result.unconfirmed", { count }));
  add(part.key === "none" ? outcome.recused : 0, (count) => t("result.of_them_recused", { count }));
  return notes;
}

/** The words of a side of a question. */
export function sideText(outcome: Outcome, key: string): string {
  if (!key.startsWith("option:")) return tMaybe(`result.part_${key}`, key);
  const [, option, deemed] = key.split(":");
  const place = outcome.options.findIndex((one) => one.key === option);
  const text = place >= 0 ? numbered(outcome, place) : (option ?? "");
  return deemed ? t("result.option_deemed", { option: text }) : text;
}

/** "Phương án 1: …", where the option's own words do not say so already. */
export function numbered(outcome: Outcome, place: number): string {
  const text = outcome.options[place]?.text ?? "";
  const number = t("desk.option", { number: place + 1 });
  return text.toLocaleLowerCase().startsWith(number.toLocaleLowerCase()) ? text : `${number}: ${text}`;
}

/** A side in as few words as a table has room for: an option by its number alone. */
export function shortSideText(outcome: Outcome, key: string): string {
  if (!key.startsWith("option:")) return sideText(outcome, key);
  const [, option, deemed] = key.split(":");
  const number = t("desk.option", { number: outcome.options.findIndex((one) => one.key === option) + 1 });
  return deemed ? t("result.option_deemed", { option: number }) : number;
}

export function outcomeText(outcome: string): string {
  return tMaybe(`result.outcome_${outcome}`, outcome);
}

export function outcomeTone(outcome: string): StateTone {
  if (outcome === "adopted" || outcome === "option_chosen") return "good";
  return outcome === "adopted_in_part" || outcome === "repeat" ? "warn" : "bad";
}

/** Why a result cannot be certified yet, and what helps. */
export function blockedText(code: string): string {
  return tMaybe(`result.blocked_${code.replace(/\W/g, "_")}`, t("result.blocked_other"));
}
