/**
 * The record that a member confirms. The confirmation screen is drawn from these
 * bytes and from nothing else: a question's words and an opinion's texts, which the
 * record holds as hashes, are shown only after their hashes were found to agree.
 */
import { canonical } from "./content.ts";
import type { Content, Question } from "./types.ts";

export interface AnswerRecord {
  format: "ecabinet.answer.v1";
  ballot: string;
  title: string;
  round: number;
  questions: { key: string; hash: string }[];
  papers: { version: string; original: string; reading: string }[];
  seat: number;
  voter: string;
  voter_name: string;
  on_behalf_of: string;
  choices: { question: string; choice: string }[];
  reserved: boolean;
  opinion_hash: string;
  revision: number;
  prepared_at: string;
  nonce: string;
}

/** Reads a record; null for bytes that are none. */
export function parseRecord(bytes: string): AnswerRecord | null {
  let value: Partial<AnswerRecord> | null;
  try {
    value = JSON.parse(bytes);
  } catch {
    return null;
  }
  if (value === null || typeof value !== "object" || value.format !== "ecabinet.answer.v1") return null;
  const texts = [value.title, value.voter_name, value.opinion_hash, value.prepared_at, value.nonce];
  const lists = [value.questions, value.papers, value.choices];
  const numbers = [value.round, value.seat, value.revision];
  if (!texts.every((text) => typeof text === "string")) return null;
  if (!lists.every(Array.isArray) || !numbers.every(Number.isInteger)) return null;
  return value as AnswerRecord;
}

/** What the record says to one question, once its words are known to be the ones it binds. */
export interface RecordLine {
  question: Question;
  number: number;
  choice: string;
}

export interface Reading {
  record: AnswerRecord;
  lines: RecordLine[];
}

/**
 * Holds the record against the questions and the content that were shown; null
 * where it binds others. `hash` is the record's own, as the server told it.
 */
export async function readRecord(
  bytes: string,
  hash: string,
  questions: Question[],
  content: Content,
): Promise<Reading | null> {
  const record = parseRecord(bytes);
  if (!record || record.choices.length !== content.opinions.length) return null;
  if ((await sha256(bytes)) !== hash) return null;
  if ((await sha256(record.nonce + canonical(content))) !== record.opinion_hash) return null;
  const lines: RecordLine[] = [];
  for (const [index, choice] of record.choices.entries()) {
    const bound = record.questions.find((question) => question.key === choice.question);
    const at = questions.findIndex((question) => question.key === choice.question);
    const question = questions[at];
    if (!bound || !question || !(await sameQuestion(question, bound.hash))) return null;
    if (content.opinions[index]?.choice !== choice.choice) return null;
    lines.push({ question, number: at + 1, choice: choice.choice });
  }
  return { record, lines };
}

/** A question without options is hashed with an empty list or with none, as it was stored. */
async function sameQuestion(question: Question, hash: string): Promise<boolean> {
  const { key, text, kind, options, proposal } = question;
  const forms = options.length > 0 ? [options] : [options, null];
  for (const form of forms) {
    const named = form?.map((option) => ({ key: option.key, text: option.text })) ?? null;
    if ((await sha256(canonical({ key, text, kind, options: named, proposal }))) === hash) return true;
  }
  return false;
}

export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** "1f3a 9c02 … 77be": enough of a hash to compare by eye. */
export function shortHash(hash: string): string {
  if (hash.length < 16) return hash;
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}
