/** The server says what is wrong with a field; on top of a form it must also be said with which one. */
import { Problem } from "../api/problem.ts";
import { type PlainKey, t } from "../i18n/index.ts";
import { figures, figureText } from "./words.ts";

const labels: Record<string, PlainKey> = {
  id: "rules.id",
  reason: "rules.reason",
  "figures.title.vi": "rules.name_vi",
  "figures.title.en": "rules.name_en",
  "figures.chair_title.vi": "rules.chair_vi",
  "figures.chair_title.en": "rules.chair_en",
  "figures.source": "rules.source",
  "figures.from": "rules.from",
  "figures.until": "rules.until",
  "figures.summary_max_pages": "rules.max_pages",
  date: "calendar.date",
  kind: "calendar.kind",
  name_vi: "calendar.name_vi",
  name_en: "calendar.name_en",
  source: "calendar.source_field",
};

export function fieldName(path: string): string | undefined {
  const label = labels[path];
  if (label) return t(label);
  const [, origin, name] = /^figures\.(origins\.)?(\w+)/.exec(path) ?? [];
  const figure = figures.find((one) => one === name);
  if (!figure) return undefined;
  return origin ? t("rules.origin_of", { figure: figureText(figure) }) : figureText(figure);
}

/** The refusal with each field named before what is wrong with it. */
export function named(error: unknown): unknown {
  if (!(error instanceof Problem) || error.fields.length === 0) return error;
  const errors = error.fields.map((field) => {
    const name = fieldName(field.path);
    return name ? { ...field, detail: `${name}: ${field.detail}` } : field;
  });
  return new Problem(error.status, { code: error.code, detail: error.message, errors, current: error.current }, "");
}
