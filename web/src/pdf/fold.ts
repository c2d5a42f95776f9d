/** Searching Vietnamese as people type it: capitals never matter, marks only when asked. */

export interface Folded {
  text: string;
  /** For each character of text, its place in the original; one more at the end. */
  at: number[];
}

/** Folds a text for comparison and keeps the way back to the original. */
export function fold(original: string, keepMarks: boolean): Folded {
  let text = "";
  const at: number[] = [];
  let place = 0;
  let space = true;
  // Marks that a PDF stores apart belong to the letter before them, so whole clusters are folded.
  for (const cluster of original.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
    const letter = foldCluster(cluster, keepMarks);
    const blank = /^\s*$/.test(letter);
    if (!(blank && space)) {
      for (const unit of blank ? " " : letter) {
        text += unit;
        for (let i = 0; i < unit.length; i++) at.push(place);
      }
    }
    space = blank;
    place += cluster.length;
  }
  at.push(place);
  return { text, at };
}

function foldCluster(cluster: string, keepMarks: boolean): string {
  const lower = cluster.toLowerCase();
  if (keepMarks) return lower.normalize("NFC");
  return lower.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
}

/** Every place of needle in hay, as [from, until) of the original. */
export function findAll(hay: Folded, needle: string): [number, number][] {
  const found: [number, number][] = [];
  if (!needle.trim()) return found;
  for (let from = hay.text.indexOf(needle); from >= 0; from = hay.text.indexOf(needle, from + needle.length)) {
    found.push([hay.at[from] ?? 0, hay.at[from + needle.length] ?? hay.at.at(-1) ?? 0]);
  }
  return found;
}
