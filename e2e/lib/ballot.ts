/** A ballot that reaches the members over the API, where a spec is not about how it is written. */
import { maySign } from "./synthesis.ts";
import type { Visitor } from "./test.ts";

export interface Question {
  text: string;
  /** None: agree or disagree. */
  options?: string[];
  /** 1, 2, …: the option that the lead agency proposes. */
  proposal?: number;
}

interface Written {
  id: string;
  title: string;
  ballot_rev: number;
  papers: { version: string; title: string }[];
}

/**
 * Writes a ballot on a matter that the secretariat has taken, with its papers in the order of these titles or as
 * they stand, and has it approved, which opens it. Gives its id.
 */
export async function openBallot(
  desk: Visitor,
  approver: Visitor,
  matter: string,
  questions: Question[],
  order?: string[],
): Promise<string> {
  const made = await desk.act<Written>("/api/ballots", { matter });
  const papers = order?.map((title) => made.papers.find((paper) => paper.title === title)) ?? made.papers;
  const path = `/api/ballots/${made.id}`;
  const terms = {
    ballot_rev: made.ballot_rev,
    title: made.title,
    note: "",
    questions: questions.map(({ text, options = [], proposal = 0 }) => ({
      text,
      kind: options.length > 0 ? "options" : "yes_no",
      options,
      proposal,
    })),
    papers: papers.map((paper) => paper?.version),
    recused: [],
    days: 5,
    hour: "",
    last_day: "",
    show_who: false,
    show_live: false,
    by_name: true,
  };
  const saved = await desk.act<Written>(path, terms, "PUT");
  const submitted = await desk.act<Written>(`${path}/submit`, { ballot_rev: saved.ballot_rev });
  await maySign(approver);
  await approver.act(`${path}/approve`, { ballot_rev: submitted.ballot_rev });
  return made.id;
}
