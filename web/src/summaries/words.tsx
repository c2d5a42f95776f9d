/** How stances and rows are called. */
import { locale, pick, t, tMaybe } from "../i18n/index.ts";
import { AnswerIcon, type Tone } from "../ui/Answer.tsx";
import type { Row } from "./types.ts";

export function stanceText(stance: string): string {
  if (stance.startsWith("option:")) return t("synth.stance_option", { number: stance.slice("option:o".length) });
  return tMaybe(`synth.stance_${stance}`, stance);
}

/** A stance in words, with its sign. */
export function Stance({ stance }: { stance: string }) {
  const tone = (["agree", "disagree", "other", "discuss"] as Tone[]).find((one) => one === stance) ?? "option";
  return (
    <span className="synth-stance">
      <AnswerIcon tone={tone} size={16} /> {stanceText(stance)}
    </span>
  );
}

/** How those with a point in the row answered the whole question, which is not what they say of it. */
export function countsText(row: Row): string {
  const counts = row.counts.map((one) => `${stanceText(one.stance)}: ${pick(one.text.vi, one.text.en)}`);
  return counts.length > 0 ? t("synth.row_counts", { counts: counts.join("; ") }) : "";
}

/** Words with a capital at the beginning, unless they have one of their own there, as "pH" has. */
export const capital = (text: string): string =>
  text.replace(/^\p{Ll}(?!\p{Lu})/u, (first) => first.toLocaleUpperCase(locale()));

/** How a row is called: as a name, where the server has "khoản 2 Điều 3" as a part of a sentence. */
export function nameOf(name: Row["name"]): string {
  return capital(pick(name.vi, name.en));
}

/** A name before and after; to the letter, where they differ in nothing but the first one. */
export function renamedOf(was: Row["name"], is: Row["name"]): { was: string; is: string } {
  const names = { was: nameOf(was), is: nameOf(is) };
  return names.was === names.is ? { was: pick(was.vi, was.en), is: pick(is.vi, is.en) } : names;
}

export function rowName(row: Row): string {
  return nameOf(row.name);
}
