/** The words of a result. */
import { t, tMaybe } from "../../i18n/index.ts";
import type { StateTone } from "../../ui/Status.tsx";
import type { Outcome } from "../parts/types.ts";
import type { Part } from "./counts.ts";

export function partText(part: Part): string {
  return part.text ?? t(`result.part_${part.key as Exclude<Part["key"], `option:${string}`>}`);
}

/** The words of a side of a question. */
export function sideText(outcome: Outcome, key: string): string {
  if (!key.startsWith("option:")) return tMaybe(`result.part_${key}`, key);
  const [, option, deemed] = key.split(":");
  const text = outcome.options.find((one) => one.key === option)?.text ?? option ?? "";
  return deemed ? t("result.option_deemed", { option: text }) : text;
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
