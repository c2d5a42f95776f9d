/**
 * Words of the wrong language on a screen. What the program says is known: the
 * client's texts by key and the server's texts.json, each in both languages. Words
 * that people typed are not looked at, but for plain English on a Vietnamese screen.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { en } from "../../web/src/i18n/en/index.ts";
import { vi } from "../../web/src/i18n/vi/index.ts";

export type Language = "vi" | "en";

/** Gaps that hold figures; others may hold anything. */
const figures =
  /^(count|number|numbers|max|min|page|pages|total|days|hours|minutes|seconds|done|day|from|to|round|version|year|seat|step|answered)$/;

/** Words of English that are no Vietnamese syllable. */
const plainEnglish = /\b(of|and|is|are|with|from|not|please|your|this|was|has|have|been|which|press|day of)\b/i;

interface Texts {
  whole: Set<string>;
  patterns: RegExp[];
}

/** All texts of a language that are not texts of the other as well. */
function textsOf(language: Language): Texts {
  const other = new Set(Object.values(language === "vi" ? en : vi));
  const all: string[] = Object.values(language === "vi" ? vi : en);
  for (const file of serverTexts()) {
    const pairs = Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<Language, string>>);
    for (const pair of pairs) {
      all.push(pair[language]);
      other.add(pair[language === "vi" ? "en" : "vi"]);
    }
  }
  const own = all.filter((text) => !other.has(text));
  return {
    whole: new Set(own.filter((text) => !text.includes("{"))),
    patterns: own.flatMap((text) => (text.includes("{") ? pattern(text) : [])),
  };
}

function serverTexts(): string[] {
  const folders = [
    ...readdirSync(".."),
    ...readdirSync("../internal").map((name) => `internal/${name}`),
    "summaries/openai",
    "ballots/received",
  ];
  return folders
    .flatMap((folder) => [`../${folder}/texts.json`, `../${folder}/api/texts.json`])
    .filter((file) => existsSync(file));
}

/** A text with gaps as a pattern of the whole; none where little but gaps would be left. */
function pattern(text: string): RegExp[] {
  const words = text.replace(/\{[^}]*\}/g, " ").match(/\p{L}{2,}/gu)?.length ?? 0;
  const parts = text.split(/\{([^}:]*)(?::[^}]*)?\}/);
  const open = parts.some((part, index) => index % 2 === 1 && !figures.test(part));
  if (words < (open ? 2 : 1)) return [];
  const source = parts.map((part, index) =>
    index % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : figures.test(part) ? "[\\d.,/ ]+" : ".+",
  );
  return [new RegExp(`^${source.join("")}$`, "u")];
}

const known: Partial<Record<Language, Texts>> = {};

/** Which of the texts on a screen of one language belong to the other. */
export function foreign(shown: string[], language: Language): string[] {
  const wrong = language === "vi" ? "en" : "vi";
  known[wrong] ??= textsOf(wrong);
  const { whole, patterns } = known[wrong];
  return shown.filter(
    (text) =>
      whole.has(text) ||
      patterns.some((one) => one.test(text)) ||
      (language === "vi" && plainEnglish.test(text) && !typed.some((words) => words.test(text))),
  );
}

/** What people say in English: specs in the English name that Vietnamese forms ask for, one of the sixty who are asked. */
const typed = [
  /^Own rules$/,
  /^Swapped$/,
  /^Ví dụ: /,
  /Ignore all previous instructions/,
  /We propose that charging data/,
];
