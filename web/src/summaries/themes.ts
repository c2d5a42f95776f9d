/**
 * What staff make of the themes that a model proposes, before it places anything: kept
 * apart from what it proposed, so that it can be left and come back to. Pure.
 */
import type { Offer, Theme } from "./course.ts";

/** What was changed of the proposal. Themes are named by their ids, added ones by "new:" and a number. */
export interface Edited {
  titles: Record<string, string>;
  dropped: string[];
  /** What is merged, into what. */
  into: Record<string, string>;
  added: string[];
}

export const untouched: Edited = { titles: {}, dropped: [], into: {}, added: [] };

/** A theme as it stands now, with what was merged into it. */
export interface Standing {
  id: string;
  kind: "candidate" | "row" | "added";
  title: string;
  dropped: boolean;
  /** How many opinions it is taken from, or stand in it. */
  opinions: number;
  sentences: string[];
  merged: { id: string; title: string }[];
}

const opinionOf = (sentence: string) => sentence.slice(0, sentence.lastIndexOf("#"));

/** The themes that are not merged into others: the table's rows, the candidates, then what was added. */
export function standing(themes: Theme[], edited: Edited, name: (theme: Theme) => string): Standing[] {
  const title = (id: string, own: string) => edited.titles[id] ?? own;
  const all = [
    ...themes.map((theme) => ({
      id: theme.id,
      kind: theme.standing ? ("row" as const) : ("candidate" as const),
      title: theme.standing ? name(theme) : title(theme.id, name(theme)),
      theme,
    })),
    ...edited.added.map((id) => ({ id, kind: "added" as const, title: title(id, ""), theme: undefined })),
  ];
  return all
    .filter(({ id }) => !edited.into[id])
    .map(({ id, kind, title, theme }) => {
      const merged = all.filter((one) => edited.into[one.id] === id);
      const sentences = [...new Set([theme, ...merged.map((one) => one.theme)].flatMap((one) => one?.sentences ?? []))];
      const from = new Set(sentences.map(opinionOf));
      return {
        id,
        kind,
        title,
        dropped: edited.dropped.includes(id),
        opinions: kind === "row" ? (theme?.opinions ?? 0) : from.size,
        sentences,
        merged: merged.map((one) => ({ id: one.id, title: one.title })),
      };
    });
}

/** What is offered to the model of it. */
export function offer(all: Standing[]): Offer[] {
  return all
    .filter((one) => !one.dropped)
    .map(({ id, kind, title }) => ({ id: kind === "added" ? "" : id, title: kind === "row" ? "" : title.trim() }));
}

/** Merges one theme, with all that was merged into it, into another. */
export function merge(edited: Edited, id: string, into: string): Edited {
  const moved = Object.entries(edited.into).map(([from, to]) => [from, to === id ? into : to]);
  return { ...edited, into: { ...Object.fromEntries(moved), [id]: into } };
}

export function takeApart(edited: Edited, id: string): Edited {
  const { [id]: _, ...into } = edited.into;
  return { ...edited, into };
}

export function rename(edited: Edited, id: string, title: string): Edited {
  return { ...edited, titles: { ...edited.titles, [id]: title } };
}

export function use(edited: Edited, id: string, used: boolean): Edited {
  const dropped = edited.dropped.filter((one) => one !== id);
  return { ...edited, dropped: used ? dropped : [...dropped, id] };
}

export function add(edited: Edited, title: string): Edited {
  const number = Math.max(0, ...edited.added.map((id) => Number(id.slice("new:".length)))) + 1;
  const id = `new:${number}`;
  return { ...rename(edited, id, title), added: [...edited.added, id] };
}

/** The theme after one in a list, else the one before it, of those that are used; undefined where it is the only one. */
export function nextTo(all: Standing[], id: string): string | undefined {
  const at = all.findIndex((one) => one.id === id);
  return [...all.slice(at + 1), ...all.slice(0, at).reverse()].find((one) => !one.dropped)?.id;
}
