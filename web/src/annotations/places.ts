/** Places on a page: between the screen, turned and zoomed, and sixteenths of a point of the page as it was meant. */
import type { TextLayer } from "pdfjs-dist";
import type { Size } from "../pdf/paper.ts";
import { unit } from "./types.ts";

/** A place on the screen's page, as shares of its width and height, in units of the page. */
export function toPage(fx: number, fy: number, size: Size, turn: number): [number, number] {
  const [w, h] = [size.width * unit, size.height * unit];
  if (turn === 90) return [fy * w, (1 - fx) * h];
  if (turn === 180) return [(1 - fx) * w, (1 - fy) * h];
  if (turn === 270) return [(1 - fy) * w, fx * h];
  return [fx * w, fy * h];
}

/** The other way round. */
export function toScreen(x: number, y: number, size: Size, turn: number): [number, number] {
  const [fx, fy] = [x / (size.width * unit), y / (size.height * unit)];
  if (turn === 90) return [1 - fy, fx];
  if (turn === 180) return [1 - fx, 1 - fy];
  if (turn === 270) return [fy, 1 - fx];
  return [fx, fy];
}

/** The viewBox of a page that is turned, and what turns the drawing in it. */
export function frame(size: Size, turn: number): { viewBox: string; transform: string } {
  const [w, h] = [Math.round(size.width * unit), Math.round(size.height * unit)];
  if (turn === 90) return { viewBox: `0 0 ${h} ${w}`, transform: `translate(${h} 0) rotate(90)` };
  if (turn === 180) return { viewBox: `0 0 ${w} ${h}`, transform: `translate(${w} ${h}) rotate(180)` };
  if (turn === 270) return { viewBox: `0 0 ${h} ${w}`, transform: `translate(0 ${w}) rotate(270)` };
  return { viewBox: `0 0 ${w} ${h}`, transform: "" };
}

/** The boxes of a range of text, one for each line, in units of the page. */
export function boxesOf(range: Range, page: Element, size: Size, turn: number): number[][] {
  const whole = page.getBoundingClientRect();
  const lines: { left: number; top: number; right: number; bottom: number }[] = [];
  for (const rect of range.getClientRects()) {
    if (rect.width < 0.5 || rect.height < 1) continue;
    const line = lines.find(
      (one) => Math.abs((one.top + one.bottom) / 2 - (rect.top + rect.bottom) / 2) < rect.height / 2,
    );
    if (line) {
      line.left = Math.min(line.left, rect.left);
      line.right = Math.max(line.right, rect.right);
      line.top = Math.min(line.top, rect.top);
      line.bottom = Math.max(line.bottom, rect.bottom);
    } else lines.push({ left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom });
  }
  return lines.slice(0, 200).map(({ left, top, right, bottom }) => {
    const a = toPage((left - whole.left) / whole.width, (top - whole.top) / whole.height, size, turn);
    const b = toPage((right - whole.left) / whole.width, (bottom - whole.top) / whole.height, size, turn);
    return boxOf(a, b);
  });
}

/** The box between two corners, never outside the page's upper left. */
export function boxOf(a: [number, number], b: [number, number]): number[] {
  const x = Math.max(0, Math.round(Math.min(a[0], b[0])));
  const y = Math.max(0, Math.round(Math.min(a[1], b[1])));
  return [x, y, Math.max(1, Math.round(Math.abs(a[0] - b[0]))), Math.max(1, Math.round(Math.abs(a[1] - b[1])))];
}

/** The caret nearest to a place on the screen, within the text of a page. */
export function caretAt(x: number, y: number, text: Element): { node: Node; offset: number } | null {
  const doc = document as Document & {
    caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null;
    caretRangeFromPoint?: (x: number, y: number) => Range | null;
  };
  const position = doc.caretPositionFromPoint?.(x, y);
  const range = position ? null : doc.caretRangeFromPoint?.(x, y);
  const node = position?.offsetNode ?? range?.startContainer;
  if (!node || node.nodeType !== Node.TEXT_NODE || !text.contains(node)) return null;
  return { node, offset: position?.offset ?? range?.startOffset ?? 0 };
}

/** The range between two carets, whichever comes first. */
export function between(a: { node: Node; offset: number }, b: { node: Node; offset: number }): Range {
  const range = document.createRange();
  range.setStart(a.node, a.offset);
  range.setEnd(b.node, b.offset);
  if (range.collapsed) {
    range.setStart(b.node, b.offset);
    range.setEnd(a.node, a.offset);
  }
  return range;
}

/** The words of a range as one reads them, with those before and after. */
export function wordsOf(range: Range, text: Element): { quote: string; before: string; after: string } {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEnd(text, text.childNodes.length);
  return {
    quote: [...read(range)].slice(0, 4000).join(""),
    before: [...read(before)].slice(-60).join(""),
    after: [...read(after)].slice(0, 60).join(""),
  };
}

/** A range's text, with a space where a line ends. */
function read(range: Range): string {
  let out = "";
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) out += node.textContent ?? "";
    else if (node instanceof Element && node.tagName === "BR") out += " ";
    else for (const child of node.childNodes) walk(child);
  };
  walk(range.cloneContents());
  return out.replace(/\s+/g, " ").normalize("NFC");
}

/** A text without what two readers of one page put elsewhere, and the way back. */
export function bare(text: string): { text: string; at: number[] } {
  let out = "";
  const at: number[] = [];
  for (const cluster of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    if (/^[\s\p{Cc}\u00ad\u200b\ufffe]/u.test(cluster[0])) continue;
    const letters = cluster[0].normalize("NFC");
    for (let i = 0; i < letters.length; i++) at.push(cluster.index);
    out += letters;
  }
  at.push(text.length);
  return { text: out, at };
}

/** Where words stand in the text of a page, with those around them, or alone; null where they do not. */
export function findWords(layer: TextLayer, words: { quote: string; before: string; after: string }): Range | null {
  let whole = "";
  const nodes: { node: Text; from: number }[] = [];
  for (const div of layer.textDivs) {
    const walker = document.createTreeWalker(div, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push({ node: node as Text, from: whole.length });
      whole += node.textContent ?? "";
    }
  }
  const hay = bare(whole);
  const [before, quote, after] = [words.before, words.quote, words.after].map((one) => bare(one).text) as [
    string,
    string,
    string,
  ];
  if (!quote) return null;
  const around = hay.text.indexOf(before + quote + after);
  const start = around >= 0 ? around + before.length : hay.text.indexOf(quote);
  if (start < 0) return null;
  const point = (place: number) => {
    const held = nodes.findLast((one) => one.from <= place) ?? nodes[0];
    return held ? { node: held.node, offset: Math.min(place - held.from, held.node.length) } : null;
  };
  const a = point(hay.at[start] ?? 0);
  const b = point((hay.at[start + quote.length - 1] ?? 0) + 1);
  return a && b ? between(a, b) : null;
}
