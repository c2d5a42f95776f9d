/**
 * A table of letters while it is looked at: pure functions over what the server
 * understood of it, what a person said to it, and where the seats stand now.
 */
import type { Schema } from "../../../api/types.ts";
import type { Matrix, Seat } from "../../desk/ballot.ts";
import { mayRecord } from "../../desk/control/seats.ts";
import { type Gap, gaps, sendable } from "../../parts/content.ts";
import type { AnswerFile, Ballot, Content } from "../../parts/types.ts";

export type Letters = Schema<"LettersView">;
export type LetterLine = Schema<"LetterLine">;
export type Problem = Schema<"LetterProblem">;

/** What a person said to one line; what is missing stays as it was understood. */
export interface Edit {
  seat?: number;
  out?: boolean;
  letter?: string;
  received?: string;
  content?: Content;
}

/** What is kept over a reload while a table is taken in: the table itself is on the server. */
export interface Draft {
  /** Id of the table; "": none was brought. */
  file: string;
  received: string;
  /** Number and date of the letter of lines that name none. */
  letter: string;
  edits: Record<number, Edit>;
  /** Lines that were recorded, and why others were refused. */
  done: number[];
  refused: Record<number, string>;
  /** The act that is on its way, or that no answer came to: it is sent again as it was, under its key. */
  trying: Trying | null;
}

export interface Trying {
  no: number;
  key: string;
  act: Behalf;
}

export const blankDraft: Draft = {
  file: "",
  received: "",
  letter: "",
  edits: {},
  done: [],
  refused: {},
  trying: null,
};

/** Why a line cannot be recorded as it stands. */
export type Why =
  | { kind: "server"; problem: Problem }
  | { kind: "nobody" }
  | { kind: "answered"; seat: number }
  | { kind: "twice"; others: number[] }
  | { kind: "gap"; gap: Gap }
  | { kind: "letter" };

/** A line as it would be recorded. */
export interface Row {
  line: LetterLine;
  seat: number;
  content: Content;
  letter: string;
  received: string;
  /** "unsure": it was sent, and no answer came; asking again records nothing twice. */
  state: "ready" | "unsure" | "look" | "out" | "done";
  why: Why[];
  /** What the server said when it was tried. */
  refused: string;
}

const maxLetter = 300;
const naming = [
  "letters.p_nobody",
  "letters.p_not_here",
  "letters.p_alike",
  "letters.p_several",
  "letters.p_contradic",
];
/** What a choice was not understood by; the rest of what an opinion lacks is seen in the opinion itself. */
const choosing = ["letters.p_choice", "letters.p_two"];

/** The opinion as it was understood: where two choices are marked, none is. */
export function contentOf(line: LetterLine): Content {
  const two = line.wrong.filter((one) => one.code === "letters.p_two").map((one) => one.question);
  return {
    opinions: line.opinions.map((one) => (two.includes(one.question) ? { ...one, choice: "" } : one)),
    reserve: "",
    files: [],
  };
}

/** The lines in the order of the file, without those that were left blank. */
export function rowsOf(letters: Letters, draft: Draft, ballot: Ballot, matrix: Matrix): Row[] {
  const seats = new Map(matrix.rows.map((row) => [row.seat, row]));
  const rows = letters.lines.filter((line) => !line.blank).map((line) => plain(line, draft));
  const taken = new Map<number, number[]>();
  for (const row of rows) {
    if (row.seat > 0 && (row.state === "ready" || row.state === "unsure"))
      taken.set(row.seat, [...(taken.get(row.seat) ?? []), row.line.no]);
  }
  for (const row of rows) {
    if (row.state !== "ready") continue;
    const others = (taken.get(row.seat) ?? []).filter((no) => no !== row.line.no);
    row.why = whyNot(row, ballot, seats, others);
    if (row.why.length > 0 || row.refused) row.state = "look";
  }
  return rows;
}

function plain(line: LetterLine, draft: Draft): Row {
  const edit = draft.edits[line.no] ?? {};
  const done = draft.done.includes(line.no);
  return {
    line,
    seat: edit.seat ?? (line.sure ? line.seat : 0),
    content: edit.content ?? contentOf(line),
    letter: ((edit.letter ?? line.letter).trim() || draft.letter.trim()).slice(0, maxLetter),
    received: edit.received || draft.received,
    state: done ? "done" : draft.trying?.no === line.no ? "unsure" : edit.out ? "out" : "ready",
    why: [],
    refused: done ? "" : (draft.refused[line.no] ?? ""),
  };
}

function whyNot(row: Row, ballot: Ballot, seats: Map<number, Seat>, others: number[]): Why[] {
  const why: Why[] = [];
  const seat = seats.get(row.seat);
  if (!seat) {
    const said = row.line.wrong.filter((one) => naming.includes(one.code));
    why.push(
      ...(said.length > 0
        ? said.map((problem) => ({ kind: "server" as const, problem }))
        : [{ kind: "nobody" as const }]),
    );
  } else {
    if (!mayRecord(ballot.state, seat)) why.push({ kind: "answered", seat: row.seat });
    if (others.length > 0) why.push({ kind: "twice", others });
  }
  for (const gap of gaps(row.content, ballot.questions)) {
    const question = ballot.questions[gap.number - 1]?.key;
    const said = row.line.wrong.filter((one) => choosing.includes(one.code) && one.question === question);
    if (gap.kind === "choice" && said.length > 0) {
      why.push(...said.map((problem) => ({ kind: "server" as const, problem })));
    } else {
      why.push({ kind: "gap", gap });
    }
  }
  if (!row.letter) why.push({ kind: "letter" });
  return why;
}

/** Whose the line may be, the likeliest first: what the server offers, as long as an answer may be recorded there. */
export function offered(row: Row, ballot: Ballot, matrix: Matrix): Seat[] {
  const list = row.line.seat > 0 ? [row.line.seat, ...row.line.may] : row.line.may;
  return [...new Set(list)].flatMap((no) => {
    const seat = matrix.rows.find((one) => one.seat === no);
    return seat && mayRecord(ballot.state, seat) ? [seat] : [];
  });
}

/** The whole draft with what holds for all lines said otherwise: what was refused may be taken now. */
export function termed(draft: Draft, terms: Partial<Pick<Draft, "received" | "letter">>): Draft {
  return { ...draft, ...terms, refused: {} };
}

/** The whole draft with one line said otherwise; a refusal of it is past. */
export function edited(draft: Draft, no: number, change: Edit): Draft {
  const { [no]: _, ...refused } = draft.refused;
  return { ...draft, refused, edits: { ...draft.edits, [no]: { ...draft.edits[no], ...change } } };
}

export interface Behalf {
  seat: number;
  content: Content;
  reason: string;
  received_at: string;
}

/** The act of one line: the table is its evidence, before scans of its own. */
export function behalf(row: Row, file: AnswerFile, ballot: Ballot, reason: string): Behalf {
  const content = sendable(row.content, ballot.questions);
  return {
    seat: row.seat,
    content: { ...content, files: [file, ...content.files] },
    reason,
    received_at: row.received,
  };
}

/**
 * The key of that act: the same line of the same table, said the same, is one act, whoever
 * presses again and after whatever reload. `revision` is that of the seat, so that what was
 * disputed can be recorded anew.
 */
export function keyOf(file: AnswerFile, line: number, revision: number, act: Behalf): string {
  return `letter-${file.hash.slice(0, 32)}-${line}-${revision}-${print(JSON.stringify(act))}`;
}

/** A short print of a text (FNV-1a, 32 bits, over the text and over its reverse): it tells versions of one line apart. */
function print(text: string): string {
  const fnv = (order: Iterable<string>) => {
    let hash = 0x811c9dc5;
    for (const char of order) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, "0");
  };
  return fnv(text) + fnv([...text].reverse());
}

export function countOf(rows: Row[], state: Row["state"]): number {
  return rows.filter((row) => row.state === state).length;
}
