/**
 * What a dossier lacks, in words for its drafter and its checker. The server
 * decides; this says it before the press.
 */
import { plain } from "../i18n/plain.ts";
import type { Kind, Matter, Paper, State, Version } from "./types.ts";

/** A submission longer than this needs a summary, and how long that may be, by the working rules of the body. */
export const submissionPages = 10;
export const summaryPages = 6;

/** The group that is shown first: the first with something in it, so that a list never opens empty beside a full one. */
export function firstFilled(groups: { key: string; states: State[] }[], matters: Pick<Matter, "state">[]): string {
  const filled = groups.find((group) => matters.some((matter) => group.states.includes(matter.state)));
  return (filled ?? groups[0])?.key ?? "";
}

/** The version put in last. */
export function newest(paper: Paper): Version | undefined {
  return paper.versions.at(-1);
}

/** The version that readers get. */
export function shown(paper: Paper): Version | undefined {
  return paper.versions.find((version) => version.id === paper.shown);
}

export const working = (version: Version | undefined) =>
  version !== undefined && (version.state === "quarantined" || version.state === "processing");

/** With its drafter, who may change everything. */
export const isOpen = (matter: Pick<Matter, "state">) => matter.state === "draft" || matter.state === "returned";

/** Whether a new paper, and whether a new version, may come in now. */
export function mayUpload(matter: Pick<Matter, "state" | "class">, newPaper: boolean): boolean {
  if (matter.class === "placeholder") return false;
  return isOpen(matter) || matter.state === "taken" || (matter.state === "deciding" && !newPaper);
}

export type Gap =
  | {
      key: "no_papers" | "no_submission" | "no_draft" | "no_summary" | "long_summary";
      must: boolean;
      title?: undefined;
    }
  | { key: "waits" | "refused"; must: boolean; title: string };

/** What is wanting before a matter is handed in: what must be there first, then what is usual. */
export function gaps(matter: Matter): Gap[] {
  if (matter.class === "placeholder") return [];
  const papers = matter.documents.filter((paper) => !paper.recalled);
  const found: Gap[] = [];
  for (const paper of papers) {
    const version = newest(paper);
    if (!version || version.state === "refused") found.push({ key: "refused", must: true, title: paper.title });
    else if (working(version)) found.push({ key: "waits", must: true, title: paper.title });
  }
  if (papers.length === 0) return [{ key: "no_papers", must: true }];
  const has = (kind: Kind) => papers.some((paper) => paper.kind === kind);
  if (!has("submission")) found.push({ key: "no_submission", must: false });
  if (!has("draft")) found.push({ key: "no_draft", must: false });
  if (needsSummary(matter) && !has("summary")) found.push({ key: "no_summary", must: false });
  if (pagesOf(matter, "summary") > summaryPages) found.push({ key: "long_summary", must: false });
  return found;
}

/** Whether the submission is so long that a summary is due. */
export function needsSummary(matter: Matter): boolean {
  return pagesOf(matter, "submission") > submissionPages;
}

/** How many pages the longest paper of a kind has. */
export function pagesOf(matter: Matter, kind: Kind): number {
  const pages = matter.documents
    .filter((paper) => paper.kind === kind && !paper.recalled)
    .map((paper) => shown(paper)?.reading.pages ?? 0);
  return Math.max(0, ...pages);
}

export function allPages(matter: Matter): number {
  return matter.documents
    .filter((paper) => !paper.recalled)
    .reduce((sum, paper) => sum + (shown(paper)?.reading.pages ?? 0), 0);
}

export interface Check {
  key: "submission" | "draft" | "appraisal" | "explanation" | "summary" | "readable" | "scan";
  /** null: does not apply, or is a matter of judgement. */
  ok: boolean | null;
  count: number;
}

/** What the secretariat looks for, found by counting; judging stays with the person. */
export function checks(matter: Matter): Check[] {
  const papers = matter.documents.filter((paper) => !paper.recalled);
  const count = (kind: Kind) => papers.filter((paper) => paper.kind === kind).length;
  const unread = papers.filter((paper) => newest(paper)?.state !== "ready").length;
  const scans = papers.filter((paper) => {
    const version = shown(paper);
    return version?.readable && !version.reading.has_text;
  }).length;
  return [
    { key: "submission", ok: count("submission") > 0, count: count("submission") },
    { key: "draft", ok: count("draft") > 0, count: count("draft") },
    { key: "appraisal", ok: count("appraisal") > 0 ? true : null, count: count("appraisal") },
    { key: "explanation", ok: count("explanation") > 0 ? true : null, count: count("explanation") },
    {
      key: "summary",
      ok: needsSummary(matter) ? count("summary") > 0 && pagesOf(matter, "summary") <= summaryPages : null,
      count: count("summary"),
    },
    { key: "readable", ok: unread === 0, count: unread },
    { key: "scan", ok: scans === 0 ? true : null, count: scans },
  ];
}

/** ids with the one at `from` moved by one place; the same list where it cannot move. */
export function moved(ids: string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const next = [...ids];
  next.splice(from, 1);
  next.splice(to, 0, id);
  return next;
}

/** Whether every word of the question stands in one of the texts. */
export function matches(question: string, ...texts: string[]): boolean {
  const hay = plain(texts.join(" "));
  return plain(question)
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

const names: [RegExp, Kind][] = [
  [/\b(to trinh|ttr)\b/, "submission"],
  [/\b(tham dinh|tham tra)\b/, "appraisal"],
  [/\b(giai trinh|tiep thu)\b/, "explanation"],
  [/\b(tom tat)\b/, "summary"],
  [/\b(du thao|nghi dinh|nghi quyet|quyet dinh|luat|thong tu)\b/, "draft"],
];

/** What a file seems to be by its name; empty: the person has to say. */
export function guessKind(name: string): Kind | "" {
  const words = plain(name).replace(/[^a-z0-9]+/g, " ");
  return names.find(([pattern]) => pattern.test(words))?.[1] ?? "";
}

/** A title from the name of a file. */
export function titleOf(name: string): string {
  return name
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replace(/[_]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
