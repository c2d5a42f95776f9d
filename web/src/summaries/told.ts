/** What somebody did to a table, in a sentence. */
import { t, tMaybe } from "../i18n/index.ts";
import type { Entry } from "./types.ts";
import { nameOf, renamedOf } from "./words.tsx";

/** An entry of the history, and how many it stands for. */
export interface Deed {
  entry: Entry;
  times: number;
}

/** What is done within this time is one deed, where it is of a kind that takes many strokes. */
const together = 5 * 60_000;

const orders = (entry: Entry) => entry.type === "synthesis.edited" && entry.act === "order";

/**
 * A history, newest first, where the moves of a row by one person that follow each other closely
 * are one line: each press moves it by one place. Of a row whose name is unknown nobody can say
 * that it is the same.
 */
export function folded(entries: Entry[]): Deed[] {
  const deeds: Deed[] = [];
  for (const entry of entries) {
    const last = deeds.at(-1);
    const same =
      last &&
      orders(last.entry) &&
      orders(entry) &&
      last.entry.by === entry.by &&
      entry.row.vi !== "" &&
      last.entry.row.vi === entry.row.vi &&
      Date.parse(last.entry.at) - Date.parse(entry.at) <= together;
    if (same) last.times++;
    else deeds.push({ entry, times: 1 });
  }
  return deeds;
}

export function deedText({ entry, times }: Deed): string {
  const said = entryText(entry);
  return times > 1 ? t("versions.times", { what: said, count: times }) : said;
}

/** How many people are named before the rest is counted. */
const mostNamed = 3;

export function peopleText(who: string[]): string {
  if (who.length === 0) return t("versions.who_gone");
  if (who.length <= mostNamed) return who.join(", ");
  return t("versions.more_people", { names: who.slice(0, mostNamed).join(", "), count: who.length - mostNamed });
}

const rowOf = (name: Entry["row"]) => nameOf(name) || t("versions.row_gone");

export function entryText(entry: Entry): string {
  const kind = entry.type.replace("synthesis.", "");
  if (kind === "edited") return editText(entry);
  const point = { who: peopleText(entry.who), row: rowOf(entry.row) };
  switch (kind) {
    case "drafted":
      return t("versions.event_drafted", { version: entry.version, count: entry.rows, number: entry.waiting });
    case "submitted":
      return t("submission.event_submitted", { version: entry.version });
    case "returned":
      return t("submission.event_returned", { version: entry.version, reason: entry.reason });
    case "approved":
      return t("versions.event_approved", { version: entry.version });
    case "answered":
      return t(entry.decision === "accepted" ? "versions.event_accepted" : "versions.event_explained", point);
    case "checked":
      return t(entry.check === "passed" ? "versions.event_passed" : "versions.event_sent_back", point);
  }
  return tMaybe(`versions.event_${kind}`, t("versions.event_other"));
}

function renameText(entry: Entry): string {
  const { was, is } = renamedOf(entry.row, entry.renamed);
  return t("versions.act_rename", { was: was || t("versions.row_gone"), is });
}

function editText(entry: Entry): string {
  const row = rowOf(entry.row);
  const to = rowOf(entry.to);
  const count = entry.count;
  const who = peopleText(entry.who);
  switch (entry.act) {
    case "add":
      return t("versions.act_add", { to });
    case "word":
      return entry.renamed.vi ? renameText(entry) : t("versions.act_word", { row });
    case "drop":
      return t("versions.act_drop", { row });
    case "move":
      // Out of a row, or out of what waits or is apart; without a row to go to, it waits.
      if (!entry.into_row) return t("versions.act_take", { count, who, row });
      return entry.from_row
        ? t("versions.act_move", { count, who, row, to })
        : t("versions.act_put", { count, who, to });
    case "copy":
      return t("versions.act_copy", { count, who, row, to });
    case "apart":
      return t("versions.act_apart", { count, who, rule: tMaybe(`synth.rule_${entry.rule}`, entry.rule) });
    case "merge":
      return t("versions.act_merge", { row, other: rowOf(entry.other) });
    case "split":
      return t("versions.act_split", { count, who, row, to });
    case "confirm":
      return t("versions.act_confirm", { count, who, row });
    case "reject":
      return t("versions.act_reject", { count, who, to });
    case "read":
      return t("versions.act_read", { who });
    case "order":
      return t("versions.act_order", { row });
    case "sort":
      return t("versions.act_sort");
    case "undo":
      return t("versions.act_undo", { what: editText({ ...entry, act: entry.undone }) });
  }
  return t("versions.event_other");
}
