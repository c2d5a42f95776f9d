/** The words of a session. */
import "../i18n/late/meetings.ts";
import "../i18n/late/desk.ts";
import { formatDate, formatTime, formatWeekday } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import type { Tone } from "../ui/Answer.tsx";
import { StateTag, type StateTone } from "../ui/Status.tsx";
import type { Agenda, Item, Line, Vote } from "./types.ts";

const tones: Record<string, StateTone> = {
  planned: "neutral",
  convened: "active",
  running: "good",
  paused: "warn",
  adjourned: "neutral",
  cancelled: "bad",
};

export function MeetingState({ state }: { state: string }) {
  return <StateTag tone={tones[state] ?? "neutral"}>{tMaybe(`meetings.state_${state}`, state)}</StateTag>;
}

/** "Thứ Năm, 03/12/2026, 08:00 - 12:00" */
export function whenText({ starts_at, ends_at }: Pick<Line, "starts_at" | "ends_at">): string {
  return t("meetings.when", {
    weekday: formatWeekday(starts_at),
    date: formatDate(starts_at),
    from: formatTime(starts_at),
    to: formatTime(ends_at),
  });
}

/** How a choice in a vote is drawn and called. */
export function choiceTone(choice: string): Tone {
  if (choice.startsWith("option:")) return "option";
  return choice === "agree" || choice === "disagree" || choice === "other" ? choice : "none";
}

export function choiceText(choice: string, vote: Pick<Vote, "options">): string {
  if (choice.startsWith("option:")) {
    return vote.options.find((option) => `option:${option.key}` === choice)?.text ?? choice;
  }
  return choice ? tMaybe(`meetings.vote_${choice}`, choice) : t("meetings.vote_none");
}

/** A paper goes by its kind where it is the only one of it, else by its title. */
export function paperText(paper: Item["papers"][number], papers: Item["papers"]): string {
  const alone = papers.filter((one) => one.kind === paper.kind).length === 1;
  return alone ? tMaybe(`meetings.paper_${paper.kind}`, paper.title) : paper.title;
}

/** "07:42", or "1:07:42": how long somebody has spoken, or an item has run. */
export function clockText(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const rest = `${two(Math.floor((all % 3600) / 60))}:${two(all % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** The papers of all items that may be read here, each once. */
export function papersOf(agenda: Agenda): Item["papers"] {
  const all = agenda.items.filter((item) => !item.closed).flatMap((item) => item.papers);
  return all.filter(
    (paper, index) => paper.reading_hash && all.findIndex((one) => one.version === paper.version) === index,
  );
}
