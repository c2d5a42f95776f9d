/** The policies of a body as lines that differ from the default, and a wish written over them. */
import type { PolicyRow, PolicyTable } from "./types.ts";

export type Origin = PolicyRow["origin"];

/** A rule as the wish would leave it. */
export interface WishedRow extends Pick<PolicyRow, "row" | "effect" | "role" | "object" | "relation" | "action"> {
  origin: Origin;
  /** The wish changes it. */
  fresh: boolean;
}

export const plus = (row: string) => `+ ${row}`;
export const minus = (row: string) => `- ${row}`;

/** The parts of a row as it is written. */
export function partsOf(row: string): Omit<WishedRow, "origin" | "fresh"> {
  const [effect = "allow", role = "", object = "", action = ""] = row.split(/,\s*/);
  const [kind = "", relation = "any"] = object.split(":");
  return { row, effect: effect as PolicyRow["effect"], role, object: kind, relation, action };
}

/** Every rule, with what the wish makes of it. */
export function wished(table: PolicyTable, wish: string[]): WishedRow[] {
  const held = new Set(table.lines);
  const wanted = new Set(wish);
  const changed = (line: string) => held.has(line) !== wanted.has(line);
  const given = table.rows
    .filter((row) => row.origin !== "added")
    .map((row): WishedRow => {
      const line = minus(row.row);
      const origin = row.origin === "fixed" ? "fixed" : wanted.has(line) ? "removed" : "default";
      return { ...row, origin, fresh: row.origin !== "fixed" && changed(line) };
    });
  const added = wish
    .filter((line) => line.startsWith("+ "))
    .map((line): WishedRow => ({ ...partsOf(line.slice(2)), origin: "added", fresh: changed(line) }));
  return [...given, ...added];
}

/** The wish after a rule was taken away, or given back. */
export function toggled(wish: string[], row: WishedRow): string[] {
  if (row.origin === "added") return wish.filter((line) => line !== plus(row.row));
  const line = minus(row.row);
  return wish.includes(line) ? wish.filter((one) => one !== line) : [...wish, line];
}

/** What a wish changes of what holds: lines new in it, and lines that it takes back. */
export function changes(table: PolicyTable, wish: string[]): string[] {
  const back = (line: string) => (line.startsWith("+") ? minus(line.slice(2)) : plus(line.slice(2)));
  return [
    ...wish.filter((line) => !table.lines.includes(line)),
    ...table.lines.filter((line) => !wish.includes(line)).map(back),
  ];
}
