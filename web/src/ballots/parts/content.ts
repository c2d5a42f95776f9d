/**
 * An answer while it is being written: pure functions over its content. What is
 * complete is said here once, as the server says it, so that nothing goes out that
 * would come back.
 */
import { overrun } from "../../ui/length.ts";
import type { Content, Opinion, Point, Question } from "./types.ts";

export const maxText = 20_000;
export const maxClause = 200;

export const emptyContent: Content = { opinions: [], reserve: "", files: [] };

export const newPoint: Point = { clause: "", text: "", wording: "", weight: "should" };

/** What is said to one question; nothing chosen where nothing is said. */
export function opinionOn(content: Content, question: string): Opinion {
  return (
    content.opinions.find((opinion) => opinion.question === question) ?? { question, choice: "", text: "", points: [] }
  );
}

/** The content with one opinion changed; opinions stay in the order of the questions. */
export function withOpinion(content: Content, questions: Question[], key: string, change: Partial<Opinion>): Content {
  return {
    ...content,
    opinions: questions
      .map((question) => {
        const opinion = opinionOn(content, question.key);
        return question.key === key ? { ...opinion, ...change } : opinion;
      })
      .filter(saysSomething),
  };
}

/** One press: agreement to every question, the proposed option where options are named. Texts stay. */
export function agreeToAll(content: Content, questions: Question[]): Content {
  return questions.reduce((next, question) => {
    const choice = agreement(question);
    return choice ? withOpinion(next, questions, question.key, { choice }) : next;
  }, content);
}

/** The choice that agrees; empty where options are named and none is proposed. */
export function agreement(question: Question): string {
  if (question.kind !== "options") return "agree";
  return question.proposal ? `option:${question.proposal}` : "";
}

/** The questions that one press cannot fill in. */
export function withoutAgreement(questions: Question[]): number[] {
  return questions.flatMap((question, index) => (agreement(question) ? [] : [index + 1]));
}

/** The office's draft as one's own answer: what it says to the questions of this ballot, as it is. */
export function adopt(draft: Content, questions: Question[]): Content {
  return {
    opinions: questions
      .map((question) => {
        const opinion = opinionOn(draft, question.key);
        const offered = question.choices.includes(opinion.choice);
        return {
          ...opinion,
          choice: offered ? opinion.choice : "",
          points: opinion.points.map((point) => ({ ...point })),
        };
      })
      .filter(saysSomething),
    reserve: draft.reserve,
    files: [...draft.files],
  };
}

export function answeredCount(content: Content, questions: Question[]): number {
  return questions.filter((question) => opinionOn(content, question.key).choice !== "").length;
}

export function isEmpty(content: Content): boolean {
  return !content.opinions.some(saysSomething) && content.reserve.trim() === "" && content.files.length === 0;
}

/** Whether two contents say the same, whatever their order of keys. */
export function sameContent(a: Content, b: Content): boolean {
  return canonical(tidy(a)) === canonical(tidy(b));
}

/** The content as it is sent: in the ballot's order, without empty points and without spaces around texts. */
export function sendable(content: Content, questions: Question[]): Content {
  const clean = tidy(content);
  return {
    ...clean,
    opinions: questions.map((question) => opinionOn(clean, question.key)).filter((opinion) => opinion.choice !== ""),
  };
}

/** What is to be reserved, ticked and not written yet: kept with what is typed, never sent. */
export const unwritten = " ";

/** Something that keeps an answer from being sent. `path` is its place in the request. */
export interface Gap {
  path: string;
  kind: "choice" | "text" | "long" | "clause" | "reserve" | "reserve_none";
  /** The question's number as shown; 0 for what belongs to none. */
  number: number;
}

/** What is missing before the answer can be sent. */
export function gaps(content: Content, questions: Question[]): Gap[] {
  const clean = tidy(content);
  const found: Gap[] = [];
  questions.forEach((question, index) => {
    const opinion = opinionOn(clean, question.key);
    const at = `opinions[${index}]`;
    const number = index + 1;
    if (!question.choices.includes(opinion.choice)) found.push({ path: `${at}.choice`, kind: "choice", number });
    else if (needsText(opinion.choice) && opinion.text === "" && opinion.points.length === 0)
      found.push({ path: `${at}.text`, kind: "text", number });
    if (overrun(opinion.text, maxText) > 0) found.push({ path: `${at}.text`, kind: "long", number });
    // Points are named as they stand on the screen, empty ones among them.
    opinionOn(content, question.key).points.forEach((point, place) => {
      const long = (field: string, kind: Gap["kind"]) =>
        found.push({ path: `${at}.points[${place}].${field}`, kind, number });
      if (overrun(point.clause.trim(), maxClause) > 0) long("clause", "clause");
      if (overrun(point.text.trim(), maxText) > 0) long("text", "long");
      else if (overrun(point.text.trim() + point.wording.trim(), maxText) > 0) long("wording", "long");
    });
  });
  if (content.reserve !== "" && clean.reserve === "") found.push({ path: "reserve", kind: "reserve_none", number: 0 });
  if (overrun(clean.reserve, maxText) > 0) found.push({ path: "reserve", kind: "reserve", number: 0 });
  return found;
}

/** A disagreement and an other opinion are given with words. */
export function needsText(choice: string): boolean {
  return choice === "disagree" || choice === "other";
}

/** The field that the server's path belongs to: it names a question by key where an opinion is missing. */
export function fieldPath(path: string, questions: Question[]): string {
  const bare = path.replace(/^(body\.)?(content\.)?/, "");
  const key = /^questions\.(.+)$/.exec(bare)?.[1];
  if (key === undefined) return bare;
  return `opinions[${questions.findIndex((question) => question.key === key)}].choice`;
}

function saysSomething(opinion: Opinion): boolean {
  return opinion.choice !== "" || opinion.text.trim() !== "" || opinion.points.some(pointSays);
}

function pointSays(point: Point): boolean {
  return point.text.trim() !== "" || point.wording.trim() !== "" || point.clause.trim() !== "";
}

function tidy(content: Content): Content {
  return {
    opinions: content.opinions.filter(saysSomething).map((opinion) => ({
      question: opinion.question,
      choice: opinion.choice,
      text: opinion.text.trim(),
      points: opinion.points.filter(pointSays).map((point) => ({
        clause: point.clause.trim(),
        text: point.text.trim(),
        wording: point.wording.trim(),
        weight: point.weight,
      })),
    })),
    reserve: content.reserve.trim(),
    files: content.files.map(({ id, name, size, hash }) => ({ id, name, size, hash })),
  };
}

/** JSON with sorted keys (RFC 8785 for the strings, whole numbers, lists and objects that we hash). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join(",")}}`;
}
