/** The words and the looks of what a ballot knows by key. */
import "../../i18n/late/member.ts";
import { t, tMaybe } from "../../i18n/index.ts";
import type { Tone } from "../../ui/Answer.tsx";
import { gaps } from "./content.ts";
import type { Answer, Ballot, Content, Question } from "./types.ts";

/** The look of a choice. */
export function toneOf(choice: string): Tone {
  if (choice === "") return "none";
  if (choice.startsWith("option:")) return "option";
  return choice as Tone;
}

/** The words of a choice in its question. */
export function choiceText(question: Question | undefined, choice: string): string {
  if (choice.startsWith("option:")) {
    const key = choice.slice("option:".length);
    return (
      question?.options.find((option) => option.key === key)?.text ??
      t("member.option", { number: key.replace(/\D/g, "") })
    );
  }
  return tMaybe(choice === "" ? "answer.none" : `answer.${choice}`, choice);
}

export function paperKind(kind: string): string {
  return tMaybe(`paper.${kind}`, t("paper.other"));
}

export function stepText(step: string): string {
  return tMaybe(`step.${step}`, step);
}

/** How an answer came in, where it was not the member's own press. */
export function sourceText(answer: Answer): string {
  if (answer.standing === "late") return t("member.source_late");
  if (answer.source === "deemed") return t(abstains(answer) ? "answer.deemed_abstain" : "answer.deemed");
  if (answer.source === "own") return "";
  return tMaybe(`member.behalf_${answer.standing}`, t("member.behalf_unconfirmed"));
}

/** Whether a deemed answer is an abstention, as some rules have it. */
export function abstains(answer: Answer): boolean {
  return answer.content.opinions.some((opinion) => opinion.choice === "abstain");
}

/** The gaps of an answer as sentences at their fields. */
export function gapTexts(content: Content, questions: Question[]): { path: string; text: string }[] {
  return gaps(content, questions).map(({ path, kind, number }) => ({
    path,
    text: t(`member.gap_${kind}`, { number }),
  }));
}

/** Whether the reader is nobody but one who is asked in a consultation: nothing of the matter is told then. */
export function isOutside(ballot: Ballot): boolean {
  return ballot.kind === "consultation" && !ballot.matter;
}

/** What one's own answer is called: an organisation's, or a member's. */
export function mineText(ballot: Ballot): string {
  return t(ballot.kind === "consultation" ? "consult.mine" : "member.mine");
}
