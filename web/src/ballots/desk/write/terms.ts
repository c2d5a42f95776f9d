/** A ballot as the secretariat writes it: pure functions over what the form holds. */
import type { Ballot } from "../../parts/types.ts";
import type { Profile, TermsInput } from "../ballot.ts";

export interface QuestionTerms {
  /** Keeps a question's fields together while questions move; never sent. */
  id: string;
  text: string;
  kind: "yes_no" | "options";
  options: string[];
  /** 1, 2, ...: the option the drafter proposes; 0: none. */
  proposal: number;
}

export interface Terms {
  title: string;
  note: string;
  questions: QuestionTerms[];
  papers: string[];
  recused: string[];
  days: number;
  hour: string;
  last_day: string;
  /** A UTC instant; empty: as soon as approved. */
  open_at: string;
  show_who: boolean;
  show_live: boolean;
  by_name: boolean;
}

export const maxQuestions = 20;
export const maxOptions = 8;

let made = 0;

export function newQuestion(): QuestionTerms {
  made++;
  return { id: `new${made}`, text: "", kind: "yes_no", options: [], proposal: 0 };
}

/** What the form shows of a ballot. */
export function termsOf(ballot: Ballot): Terms {
  return {
    title: ballot.title,
    note: ballot.note,
    questions: ballot.questions.map((question) => ({
      ...newQuestion(),
      text: question.text,
      kind: question.kind,
      options: question.options.map((option) => option.text),
      proposal: question.options.findIndex((option) => option.key === question.proposal) + 1,
    })),
    papers: ballot.papers.map((paper) => paper.version),
    recused: (ballot.desk?.recused ?? []).map((person) => person.id),
    days: ballot.days,
    hour: ballot.hour,
    last_day: ballot.desk?.last_day ?? "",
    open_at: ballot.desk?.open_at ?? "",
    show_who: ballot.desk?.show_who ?? false,
    show_live: ballot.show_live,
    by_name: ballot.by_name,
  };
}

/** What is sent. */
export function inputOf(terms: Terms, rev: number): TermsInput {
  const { questions, open_at, ...rest } = terms;
  return {
    ...rest,
    ballot_rev: rev,
    questions: questions.map(({ text, kind, options, proposal }) =>
      kind === "options" ? { text, kind, options, proposal } : { text, kind, options: [], proposal: 0 },
    ),
    ...(open_at ? { open_at } : {}),
  };
}

/** Whether two forms would be sent as the same. Blanks around texts do not count: the server drops them. */
export function sameTerms(a: Terms, b: Terms): boolean {
  return print(a) === print(b);
}

function print(terms: Terms): string {
  const input = inputOf(terms, 0);
  return JSON.stringify({
    ...input,
    title: input.title.trim(),
    note: input.note.trim(),
    open_at: instant(terms.open_at),
  });
}

function instant(at: string): number {
  return at ? Date.parse(at) : 0;
}

/** Moves an item of a list one place; the list itself where there is no place to go. */
export function moved<T>(list: T[], index: number, by: -1 | 1): T[] {
  const other = index + by;
  if (other < 0 || other >= list.length) return list;
  const next = [...list];
  [next[index], next[other]] = [next[other] as T, next[index] as T];
  return next;
}

/** A question of the other kind: two empty options to begin with, and its words kept. */
export function asKind(question: QuestionTerms, kind: QuestionTerms["kind"]): QuestionTerms {
  if (kind === question.kind) return question;
  if (kind === "yes_no") return { ...question, kind };
  return { ...question, kind, options: question.options.length > 0 ? question.options : ["", ""] };
}

/** The options without one of them; the proposal stays with its option. */
export function withoutOption(question: QuestionTerms, index: number): QuestionTerms {
  const options = question.options.filter((_, place) => place !== index);
  const at = question.proposal - 1;
  const proposal = at === index ? 0 : at > index ? question.proposal - 1 : question.proposal;
  return { ...question, options, proposal };
}

/** What a ballot still lacks before it can be submitted, by the field it is missing at. */
export type Gap =
  | { path: string; kind: "title" | "no_question" | "no_paper" | "open_at" | "deadline" | "nobody" }
  | { path: string; kind: "question" | "options" | "option"; number: number }
  | { path: string; kind: "window"; min: number; max: number };

/**
 * `listed` is how many a consultation asks; undefined where it is not known, or members are asked.
 * `later`: it is to be sent at a set time, which the server would take for "at once" where there is none.
 */
export function gapsOf(terms: Terms, rules: Profile | undefined, listed?: number, later = false): Gap[] {
  const gaps: Gap[] = [];
  if (terms.title.trim() === "") gaps.push({ path: "title", kind: "title" });
  if (terms.questions.length === 0) gaps.push({ path: "questions", kind: "no_question" });
  for (const [index, question] of terms.questions.entries()) gaps.push(...questionGaps(question, index));
  if (terms.papers.length === 0) gaps.push({ path: "papers", kind: "no_paper" });
  if (later && terms.open_at === "") gaps.push({ path: "open_at", kind: "open_at" });
  if (rules?.by_hand && !terms.last_day) gaps.push({ path: "last_day", kind: "deadline" });
  if (rules && !rules.by_hand && (terms.days < rules.min_days || terms.days > rules.max_days)) {
    gaps.push({ path: "days", kind: "window", min: rules.min_days, max: rules.max_days });
  }
  if (listed === 0) gaps.push({ path: "respondents", kind: "nobody" });
  return gaps;
}

function questionGaps(question: QuestionTerms, index: number): Gap[] {
  const at = `questions[${index}]`;
  const number = index + 1;
  const gaps: Gap[] = [];
  if (question.text.trim() === "") gaps.push({ path: `${at}.text`, kind: "question", number });
  if (question.kind === "yes_no") return gaps;
  if (question.options.length < 2) gaps.push({ path: `${at}.options`, kind: "options", number });
  const empty = question.options.findIndex((option) => option.trim() === "");
  if (empty >= 0) gaps.push({ path: `${at}.options[${empty}].text`, kind: "option", number });
  return gaps;
}

/** The fields in which two forms differ, for somebody who has to choose between them. */
export function differences(mine: Terms, theirs: Terms): (keyof Terms)[] {
  return (Object.keys(mine) as (keyof Terms)[]).filter(
    (key) => !sameTerms({ ...mine }, { ...mine, [key]: theirs[key] } as Terms),
  );
}

/** A moment to ask the server about; "" while its year is being typed, digit by digit from antiquity. */
export function typedWhole(moment: string): string {
  return moment < "2000" ? "" : moment;
}
