/** Finding words in a paper, page by page, from the page being read onwards. */
import { findAll, fold } from "./fold.ts";
import type { PageText, Paper } from "./paper.ts";

export interface Hit {
  page: number;
  /** The words around it. */
  text: string;
  /** Where it stands in the page's pieces of text. */
  pieces: { index: number; start: number; end: number }[];
}

export interface Progress {
  hits: Hit[];
  done: number;
  total: number;
  /** No page searched so far holds any text: a scan. */
  silent: boolean;
}

/** The hits of one page. */
export function searchPage(page: number, { text, starts }: PageText, needle: string, keepMarks: boolean): Hit[] {
  return findAll(fold(text, keepMarks), fold(needle.trim(), keepMarks).text).map(([from, until]) => ({
    page,
    text: text
      .slice(Math.max(0, from - 30), until + 40)
      .replace(/\s+/g, " ")
      .trim(),
    pieces: piecesOf(starts, text.length, from, until),
  }));
}

/** Where a stretch of a page's text stands in its pieces. */
export function piecesOf(starts: number[], length: number, from: number, until: number): Hit["pieces"] {
  const pieces: Hit["pieces"] = [];
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? length;
    if (start >= until) break;
    if (end <= from) continue;
    pieces.push({ index, start: Math.max(0, from - start), end: Math.min(end, until) - start });
  }
  return pieces;
}

/** Searches the whole paper; tells after each page how far it is. */
export async function searchPaper(
  paper: Paper,
  needle: string,
  keepMarks: boolean,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<void> {
  const hits: Hit[] = [];
  let silent = true;
  for (let page = 1; page <= paper.pages; page++) {
    const text = await paper.text(page);
    if (signal.aborted) return;
    if (text.text.trim()) silent = false;
    hits.push(...searchPage(page, text, needle, keepMarks));
    if (page % 10 === 0 || page === paper.pages) tell({ hits: [...hits], done: page, total: paper.pages, silent });
  }
}
