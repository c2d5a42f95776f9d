/** Finding sentences by their words and by who said them, with marks or without. Pure. */
import { plain } from "../i18n/plain.ts";
import type { Opinions, Row } from "./types.ts";

/** What is searched, made ready once: folding four hundred letters at every stroke would be felt. */
export interface Index {
  /** Name and post of who said it, by opinion. */
  who: Map<string, string>;
  words: Map<string, string>;
}

export function indexOf(opinions: Opinions): Index {
  const who = new Map(opinions.items.map((one) => [one.id, plain(`${one.who}, ${one.post}`)]));
  const words = new Map(opinions.items.flatMap((one) => one.sentences.map((s) => [s.id, plain(s.text)] as const)));
  return { who, words };
}

/** The opinion that a sentence is of. */
export const opinionOf = (sentence: string): string => sentence.split("#")[0] ?? "";

export interface Finder {
  sentence: (id: string) => boolean;
  opinion: (id: string) => boolean;
  row: (row: Row, name: string) => boolean;
}

/** Looks for what was typed as it stands there, not word by word; null where nothing was. */
export function finder({ who, words }: Index, typed: string): Finder | null {
  const wanted = plain(typed);
  if (wanted === "") return null;
  const said = (opinion: string) => who.get(opinion)?.includes(wanted) ?? false;
  const sentence = (id: string) => said(opinionOf(id)) || (words.get(id)?.includes(wanted) ?? false);
  const speaking = new Set([...words].filter(([, text]) => text.includes(wanted)).map(([id]) => opinionOf(id)));
  return {
    sentence,
    opinion: (id) => said(id) || speaking.has(id),
    row: (row, name) =>
      plain(name).includes(wanted) ||
      row.points.some((point) => point.quotes.some((quote) => sentence(quote.sentence))),
  };
}
