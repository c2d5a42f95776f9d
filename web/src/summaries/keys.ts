/** The keys of the review: what each does, and going through the sentences of the table. */
import { type RefObject, useRef } from "react";
import { flushSync } from "react-dom";
import type { PlainKey } from "../i18n/index.ts";
import { press, useKeptFocus, useKeys } from "../ui/keys.tsx";

interface Line {
  /** As on the button that bears it (see ui/keys.tsx), or in useDeskKeys. */
  keys: string[];
  text: PlainKey;
}

/** What the help shows; only whoever edits the table has the second and third part. */
export const help: { title: PlainKey; edits: boolean; lines: Line[] }[] = [
  {
    title: "keys.go",
    edits: false,
    lines: [
      { keys: ["j", "ArrowDown"], text: "keys.next" },
      { keys: ["k", "ArrowUp"], text: "keys.previous" },
      { keys: ["n"], text: "keys.next_row" },
      { keys: ["p"], text: "keys.previous_row" },
      { keys: ["v"], text: "keys.source" },
      { keys: ["Escape"], text: "keys.back" },
      { keys: ["1", "2", "3"], text: "keys.parts" },
      { keys: ["4"], text: "keys.unread" },
      { keys: ["0"], text: "keys.end" },
      { keys: ["l"], text: "keys.ledger" },
      { keys: ["Shift+F"], text: "keys.find" },
      { keys: ["?"], text: "keys.help" },
    ],
  },
  {
    title: "keys.sentence",
    edits: true,
    lines: [
      { keys: ["c"], text: "keys.confirm" },
      { keys: ["b"], text: "keys.out" },
      { keys: ["m"], text: "keys.move" },
      { keys: ["f"], text: "keys.new_row" },
      { keys: ["r"], text: "keys.apart" },
      { keys: ["x", "Space"], text: "keys.mark" },
      { keys: ["Shift+X", "Shift+Space"], text: "keys.range" },
      { keys: ["*"], text: "keys.all" },
      { keys: ["h"], text: "keys.read" },
      { keys: ["Control+Z"], text: "keys.undo" },
    ],
  },
  {
    title: "keys.row",
    edits: true,
    lines: [
      { keys: ["Shift+C"], text: "keys.confirm_row" },
      { keys: ["s"], text: "keys.rename" },
      { keys: ["g"], text: "keys.merge" },
      { keys: ["t"], text: "keys.split" },
      { keys: ["q"], text: "keys.gists" },
      { keys: ["Alt+ArrowUp", "Alt+ArrowDown"], text: "keys.order" },
    ],
  },
];

/** The parts of the table, in the order of their keys. */
export type Part = "rows" | "waiting" | "apart";

const sentence = ".synth-sentence";

/**
 * Lets the keys act in a desk: the ledger, the parts of the table with their sentences, and the
 * source opinion. The sentence that the keyboard goes to is chosen, so that its source is lit.
 */
export function useDeskKeys(
  desk: RefObject<HTMLElement | null>,
  {
    onPart,
    onSearch,
    onHelp,
    onRange,
  }: {
    onPart: (part: Part) => void;
    /** Narrows the table to what is searched for. */
    onSearch: () => void;
    onHelp: () => void;
    onRange: (sentence: string) => void;
  },
): void {
  const find = (selector: string) => desk.current?.querySelector<HTMLElement>(selector) ?? null;
  const all = (selector: string) => [...(desk.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const sentences = () => all(`.synth-left ${sentence}`);
  const chosen = () => find(`.synth-left ${sentence}[aria-pressed=true]`);
  const active = () => document.activeElement ?? document.body;
  const inTable = (element: Element) => find(".synth-left")?.contains(element) ?? false;

  const choose = (one: HTMLElement) => {
    if (one.getAttribute("aria-pressed") !== "true") flushSync(() => one.click());
  };
  const focus = (one: HTMLElement | null | undefined): boolean => {
    one?.focus();
    if (one?.matches(sentence)) choose(one);
    return Boolean(one);
  };
  /** The number of the sentence at which something is: itself or the last before it; -1 above all. */
  const number = (element: Element): number =>
    sentences().filter(
      (one) => one === element || one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).length - 1;
  /** Where the keyboard is in the table, or was when it left for the source. */
  const here = (): Element | null => (inTable(active()) ? active() : chosen());
  const step = (by: number) => {
    const from = here();
    return focus(sentences()[from ? number(from) + by : 0]);
  };
  const arrow = (by: number) => active().matches(`.synth-left ${sentence}`) && step(by);
  const row = (by: number) => {
    const rows = all(".synth-left .synth-row");
    const from = here()?.closest<HTMLElement>(".synth-row");
    const next = rows[from ? rows.indexOf(from) + by : 0];
    return focus(next?.querySelector<HTMLElement>(sentence) ?? next?.querySelector<HTMLElement>("button"));
  };
  const top = () => focus(find(`.synth-left ${sentence}`) ?? find(".synth-left [role=tab][aria-selected=true]"));
  /** Space on a sentence chooses it, as x does; elsewhere it is the browser's. */
  const mark = () => {
    const root = desk.current;
    const at = active();
    return root !== null && inTable(at) && at.matches(sentence) && press(root, at, "x");
  };
  const range = () => {
    const at = active().closest<HTMLElement>(".synth-pick")?.dataset.sentence;
    if (at) onRange(at);
    return at !== undefined;
  };
  /** Outside the lists of the table: at the source, at what files several, or at a search that is empty. */
  const away = () => {
    const at = active();
    if (at instanceof HTMLInputElement && at.closest(".synth-find")) return at.value === "";
    return !inTable(at) || at.closest(".synth-filing") !== null;
  };
  const part = (name: Part) => {
    flushSync(() => onPart(name));
    return top();
  };

  const found = () => {
    if (!active().closest(".synth-find")) return false;
    flushSync(onSearch);
    return top();
  };

  useKeys(
    desk,
    {
      j: () => step(1),
      k: () => step(-1),
      ArrowDown: () => arrow(1),
      ArrowUp: () => arrow(-1),
      n: () => row(1),
      p: () => row(-1),
      v: () => focus(find(".synth-source")),
      Space: mark,
      "Shift+Space": range,
      "Shift+X": range,
      Escape: () => away() && (chosen() ? focus(chosen()) : top()),
      Enter: found,
      1: () => part("rows"),
      2: () => part("waiting"),
      3: () => part("apart"),
      0: () => focus(document.querySelector<HTMLElement>(".page-actions button")),
      l: () => focus(find(".synth-ledger")),
      "?": () => {
        onHelp();
        return true;
      },
    },
    () => {
      const at = active();
      const source = find(".synth-source");
      if (!inTable(at)) return [at, chosen() ?? at];
      // At a row's own buttons no sentence is meant, and the source acts on none.
      const meant = at.matches(sentence) ? at : at.closest(".synth-point")?.querySelector(sentence);
      if (!(meant instanceof HTMLElement) || !source) return [at];
      choose(meant);
      return [at, source];
    },
  );

  const last = useRef(0); // where the keyboard was when it left the table
  useKeptFocus(
    () => desk.current,
    (element) => {
      const acts = element.closest(".synth-acts") !== null;
      // What files several leaves the keyboard where the first of them stood.
      const first = element.closest(".synth-filing") && find(`.synth-left [data-picked] ${sentence}`);
      if (inTable(element)) last.current = Math.max(0, number(first ?? element));
      return { number: last.current, source: !acts && element.closest(".synth-source") !== null };
    },
    (place) => {
      const left = sentences();
      if (place.source) focus(find(".synth-source"));
      else if (left.length > 0) focus(left[Math.min(place.number, left.length - 1)]);
      else top();
    },
  );
}

/** Outside the desk the title takes the keyboard, when what had it is done and gone: the first draft, the approval. */
export function useKeptTitle(): void {
  useKeptFocus(
    () => document.querySelector("main"),
    (element) => element.closest(".synth-work") !== null,
    (inDesk) => {
      const title = document.querySelector<HTMLElement>("main h1");
      if (inDesk || !title) return;
      title.tabIndex = -1;
      title.focus();
    },
  );
}
