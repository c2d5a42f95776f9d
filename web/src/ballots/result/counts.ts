/** A result read for showing: pure functions over what the server counted. */
import type { Tone } from "../../ui/Answer.tsx";
import type { Outcome, Result } from "../parts/types.ts";

/** One part of the bar and one line of the table beside it. */
export interface Part {
  key:
    | "rest"
    | "agree"
    | "deemed"
    | "on_behalf"
    | "disagree"
    | "other"
    | "classed"
    | "discuss"
    | "none"
    | "abstain"
    | "deemed_abstain"
    | `option:${string}`;
  tone: Tone;
  /** Where the ballot named it: an option's own words. */
  text?: string;
  /** What stands in it besides the explicit ones. */
  deemed: number;
  onBehalf: number;
  count: number;
}

/** The parts of one question in the order shown; together they are all seats. */
export function partsOf(outcome: Outcome): Part[] {
  const plain = (key: Part["key"], tone: Tone, count: number): Part => ({ key, tone, count, deemed: 0, onBehalf: 0 });
  // On behalf for an option stands in its part, whatever else on a line of its own.
  const behalf = outcome.on_behalf - outcome.options.reduce((sum, option) => sum + option.on_behalf, 0);
  const onBehalf = plain("on_behalf", "recused", behalf);
  const parts: Part[] =
    outcome.options.length > 0
      ? [
          ...outcome.options.map(
            (option): Part => ({
              key: `option:${option.key}`,
              tone: "option",
              text: option.text,
              deemed: option.deemed,
              onBehalf: option.on_behalf,
              count: option.total,
            }),
          ),
          onBehalf,
        ]
      : [
          plain("agree", "agree", outcome.agree),
          plain("deemed", "deemed", outcome.deemed),
          onBehalf,
          plain("disagree", "disagree", outcome.disagree),
        ];
  parts.push(
    plain("other", "other", outcome.other),
    plain("discuss", "discuss", outcome.discuss),
    plain("deemed_abstain", "deemed", outcome.deemed_abstain),
    plain("none", "none", outcome.not_answered),
  );
  const rest = outcome.n - parts.reduce((sum, part) => sum + part.count, 0);
  if (rest > 0) parts.push(plain("abstain", "recused", rest));
  return parts;
}

/** What is drawn: all seats in one bar, or a bar for each option with the rest of the seats left empty. */
export function barsOf(outcome: Outcome): Part[][] {
  if (outcome.options.length === 0) return [withClassed(outcome)];
  return outcome.options.map((option) => {
    const part = (key: Part["key"], tone: Tone, count: number): Part => ({ key, tone, count, deemed: 0, onBehalf: 0 });
    const explicit = option.total - option.deemed - option.on_behalf;
    return [
      part(`option:${option.key}`, "option", explicit),
      part("deemed", "deemed", option.deemed),
      part("on_behalf", "recused", option.on_behalf),
      part("rest", "none", outcome.n - option.total),
    ];
  });
}

/** Other opinions that were placed for it stand beside what is for it, so that the mark is met where it was met. */
function withClassed(outcome: Outcome): Part[] {
  const agree = outcome.classed_for;
  const parts = partsOf(outcome);
  const other = parts.find((part) => part.key === "other");
  if (agree === 0 || !other) return parts;
  const against = parts.findIndex((part) => part.key === "disagree");
  return parts
    .map((part) => (part === other ? { ...part, count: part.count - agree } : part))
    .toSpliced(against, 0, { ...other, key: "classed", count: agree });
}

/** The parts that a line is worth: the plain choices always, the rest where somebody stands in them. */
export function tableParts(outcome: Outcome): Part[] {
  const always = ["agree", "deemed", "disagree", "other", "none"];
  return partsOf(outcome).filter(
    (part) => part.count > 0 || always.includes(part.key) || part.key.startsWith("option:"),
  );
}

/** Where the needed count stands on a bar of all seats, in percent. */
export function threshold(outcome: Outcome): number {
  return outcome.n > 0 ? Math.min(100, (100 * outcome.needed) / outcome.n) : 0;
}

export interface SideLine {
  seat: number;
  name: string;
  posts: string[];
  tieMark: boolean;
  onBehalf: boolean;
  reserved: boolean;
  /** An other opinion placed by somebody: as what, and by whom. */
  classed: string;
  classBy: string;
}

export interface SideGroup {
  key: string;
  tone: Tone;
  lines: SideLine[];
}

const order = ["agree", "deemed", "disagree", "other", "discuss", "abstain", "deemed_abstain", "none", "recused"];

/** Who took which side in a question, grouped; empty where the ballot names nobody. */
export function sidesOf(result: Result, outcome: Outcome): SideGroup[] {
  const groups = new Map<string, SideGroup>();
  for (const side of outcome.sides) {
    const member = result.members.find((one) => one.seat === side.seat);
    if (!member) continue;
    const key = sideKey(side);
    const group = groups.get(key) ?? { key, tone: toneOfSide(key), lines: [] };
    group.lines.push({
      seat: side.seat,
      name: member.name,
      posts: member.posts,
      tieMark: member.tie_mark,
      onBehalf: side.on_behalf,
      reserved: side.reserved,
      classed: side.class_by ? side.side : "",
      classBy: side.class_by,
    });
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => rank(a.key) - rank(b.key) || a.key.localeCompare(b.key));
}

type Side = Outcome["sides"][number];

/** What a side is shown under. A deemed answer is always shown as deemed. */
export function sideKey(side: Side): string {
  if (side.recused) return "recused";
  if (side.deemed && side.side === "abstain") return "deemed_abstain";
  if (side.deemed) return side.side.startsWith("option:") ? `${side.side}:deemed` : "deemed";
  return side.choice || "none";
}

function toneOfSide(key: string): Tone {
  if (key.startsWith("option:")) return key.endsWith(":deemed") ? "deemed" : "option";
  if (key === "deemed_abstain") return "deemed";
  return (key === "abstain" ? "recused" : key) as Tone;
}

function rank(key: string): number {
  const place = order.indexOf(key);
  return place < 0 ? -1 : place;
}

/** The first and the last of a hash, to be compared by eye. */
export function shortHash(hash: string): string {
  return hash.length < 20 ? hash : `${hash.slice(0, 8)}…${hash.slice(-8)}`;
}
