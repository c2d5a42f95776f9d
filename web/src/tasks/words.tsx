/** The words of a task. */
import { Link } from "wouter";
import { formatDate } from "../i18n/format.ts";
import { pick, t, tMaybe } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { StateTag, type StateTone } from "../ui/Status.tsx";
import { type Timing, timing } from "./rules.ts";
import type { Agency, Line, Task } from "./types.ts";

const tones: Record<string, StateTone> = {
  assigned: "neutral",
  doing: "active",
  reported: "warn",
  closed: "good",
  recalled: "neutral",
};

export function TaskState({ state }: { state: string }) {
  return <StateTag tone={tones[state] ?? "neutral"}>{tMaybe(`tasks.state_${state}`, state)}</StateTag>;
}

const timings: Record<Timing, StateTone> = {
  none: "neutral",
  running: "neutral",
  soon: "warn",
  overdue: "bad",
  on_time: "good",
  late: "bad",
};

/** The day on which a task is due, and how it stands to it. */
export function DueMark({ task }: { task: Pick<Line, "state" | "due"> }) {
  if (!task.due) return <span className="soft">{t("tasks.due_none")}</span>;
  const now = timing(task, serverNow());
  return (
    <span className="task-due">
      <span className="number">{formatDate(task.due.last)}</span>
      {now !== "none" && now !== "running" && <StateTag tone={timings[now]}>{t(`tasks.timing_${now}`)}</StateTag>}
    </span>
  );
}

export const agencyText = (agency: Pick<Agency, "vi" | "en">) => pick(agency.vi, agency.en);

/** Where the thing is that a task comes from. */
export function SourceLink({ source }: { source: Task["source"] }) {
  const href = source.meeting
    ? `/meetings/${source.meeting}`
    : source.ballot
      ? `/ballots/${source.ballot}`
      : source.matter
        ? `/dossiers/${source.matter}`
        : "";
  return href ? <Link href={href}>{source.title}</Link> : source.title;
}
