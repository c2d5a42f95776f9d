/**
 * The texts of the client by key, in the reader's language. Vietnamese comes
 * with the first page; English is loaded when chosen. Texts of errors are not
 * here: the server sends them.
 */
import { useSyncExternalStore } from "react";
import { core } from "./vi/core.ts";
import type { vi } from "./vi/index.ts";

export type Language = "vi" | "en";
export type Key = keyof typeof vi;

/** The names in braces of a text: "Lưu {time}" needs { time }. */
type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<K extends Key> = [Names<(typeof vi)[K]>] extends [never]
  ? []
  : [params: Record<Names<(typeof vi)[K]>, string | number>];

/** A key whose text has no gaps: one that may be kept in a table. */
export type PlainKey = { [K in Key]: [Names<(typeof vi)[K]>] extends [never] ? K : never }[Key];

const storageKey = "ecabinet.language";
let vietnamese: Partial<Record<Key, string>> = core;
let texts = vietnamese;
let current: Language = "vi";
const listeners = new Set<() => void>();

/** Adds the Vietnamese texts of a room that is loaded later than the first page; see late/. */
export function addTexts(more: Partial<Record<Key, string>>): void {
  const reading = texts === vietnamese;
  vietnamese = { ...vietnamese, ...more };
  if (reading) texts = vietnamese;
}

/** The text of a key, with its named gaps filled. */
export function t<K extends Key>(key: K, ...params: Params<K>): string {
  const values = params[0] as Record<string, string | number> | undefined;
  const text = texts[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap)) : text;
}

/** The text of a key known only at run time ("role." + role), or fallback where there is none. */
export function tMaybe(key: string, fallback = key): string {
  return (Object.hasOwn(texts, key) && texts[key as Key]) || fallback;
}

export function language(): Language {
  return current;
}

/** The language tag for Intl and React Aria. */
export function locale(): string {
  return current === "vi" ? "vi-VN" : "en-GB";
}

/** Loads a language, remembers it, and draws every screen again. */
export async function setLanguage(next: Language): Promise<void> {
  texts = next === "vi" ? vietnamese : (await import("./en/index.ts")).en;
  current = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** Loads the language chosen last time; Vietnamese where none was. */
export async function startLanguage(): Promise<void> {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(storageKey);
  } catch {
    // As above.
  }
  if (kept === "en") await setLanguage("en");
}

/** Draws the component again when the language changes. Only the shell needs it. */
export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, language);
}

/** Picks the text of the reader's language from a pair the server sent; the other one where it is empty. */
export function pick(vietnamese: string | undefined, english: string | undefined): string {
  return (current === "vi" ? vietnamese || english : english || vietnamese) ?? "";
}
