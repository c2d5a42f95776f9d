import { expect, test } from "vitest";
import { changes, partsOf, toggled, wished } from "./policies.ts";
import type { PolicyTable } from "./types.ts";

const allow = "allow, member, ballot:voter, read-ballot";
const guest = "allow, guest, ballot:any, read-ballot";
const row = (text: string, origin: PolicyTable["rows"][number]["origin"]) => ({ ...partsOf(text), origin });
const table: PolicyTable = {
  rev: 1,
  lines: [`+ ${guest}`],
  rows: [row("deny, administrator, answer:any, *", "fixed"), row(allow, "default"), row(guest, "added")],
  history: [],
};

test("a rule is taken away and given back", () => {
  const [, member] = wished(table, table.lines);
  if (!member) throw new Error("no row");
  const wish = toggled(table.lines, member);
  expect(wish).toEqual([`+ ${guest}`, `- ${allow}`]);
  const [, gone] = wished(table, wish);
  expect([gone?.origin, gone?.fresh]).toEqual(["removed", true]);
  expect(gone && toggled(wish, gone)).toEqual(table.lines);
});

test("taking an added rule away is a change, and is said as one", () => {
  const added = wished(table, table.lines).at(-1);
  const wish = added ? toggled(table.lines, added) : [];
  expect(wish).toEqual([]);
  expect(changes(table, wish)).toEqual([`- ${guest}`]);
  expect(changes(table, table.lines)).toEqual([]);
});

test("a row is read as it is written", () => {
  expect(partsOf("allow, *, body:any, read-body")).toMatchObject({ role: "*", object: "body", relation: "any" });
});
