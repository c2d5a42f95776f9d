/** One task: what it is, where it stands, what this person can do now, and all that has happened. */
import { Pencil, Undo2 } from "lucide-react";
import { useState } from "react";
import { useMe } from "../api/session.ts";
import { formatDate, formatDateTime, formatWeekday } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DefinitionList, Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read } from "../ui/Status.tsx";
import { AnswerDialog, AskDialog, EditDialog, ReasonDialog, type Typed } from "./acts.tsx";
import { useAct, useTask } from "./calls.ts";
import { History } from "./History.tsx";
import { ownWork, timing } from "./rules.ts";
import type { Task } from "./types.ts";
import { Work } from "./Work.tsx";
import { agencyText, DueMark, SourceLink, TaskState } from "./words.tsx";

export function TaskPage({ id }: { id: string }) {
  const task = useTask(id);
  if (task.data) return <Shown task={task.data} />;
  return (
    <Page title={t("tasks.task")} back={{ href: "/tasks", label: t("tasks.all") }}>
      <Read of={task}>{() => null}</Read>
    </Page>
  );
}

type Open = "" | "close" | "return" | "recall" | "ask" | "answer" | "edit";

function Shown({ task }: { task: Task }) {
  const me = useMe();
  const [open, setOpen] = useState<Open>("");
  // What was typed in a window stays when it is closed, until it was sent.
  const [typed, setTyped] = useState<Typed>({});
  const accept = useAct<object>(task, "accept");
  const may = (act: string) => task.acts.includes(act);
  const own = ownWork(task, me);
  const dialog = { task, typed, onTyped: setTyped, onClose: () => setOpen("") };
  return (
    <Page
      title={t("tasks.task_number", { number: task.number })}
      tag={<TaskState state={task.state} />}
      back={{ href: "/tasks", label: t("tasks.all") }}
      tools={
        <>
          {may("edit") && (
            <Button icon={<Pencil aria-hidden />} onPress={() => setOpen("edit")}>
              {t("tasks.edit")}
            </Button>
          )}
          {may("recall") && (
            <Button icon={<Undo2 aria-hidden />} onPress={() => setOpen("recall")}>
              {t("tasks.recall")}
            </Button>
          )}
        </>
      }
      actions={
        (may("accept") || may("ask") || may("close")) && (
          <>
            {may("ask") && <Button onPress={() => setOpen("ask")}>{t("tasks.ask")}</Button>}
            {may("accept") && (
              <Button
                variant="primary"
                onPress={() => accept.mutate({})}
                pending={accept.isPending && t("state.sending")}
              >
                {t("tasks.accept")}
              </Button>
            )}
            {may("close") && !own && (
              <>
                <Button onPress={() => setOpen("return")}>{t("tasks.return")}</Button>
                <Button variant="primary" onPress={() => setOpen("close")}>
                  {t("tasks.close")}
                </Button>
              </>
            )}
          </>
        )
      }
    >
      <ErrorSummary error={accept.error} onRetry={() => accept.mutate({})} />
      <Banners task={task} own={own && may("close")} onAnswer={may("answer") ? () => setOpen("answer") : undefined} />
      <p className="task-text">{task.text}</p>
      <Facts task={task} />
      {(may("note") || may("report")) && <Work key={task.state} task={task} />}
      {task.whole && (
        <Section title={t("tasks.history")}>
          <History task={task} />
        </Section>
      )}
      {open === "close" && <ReasonDialog {...dialog} act="close" />}
      {open === "return" && <ReasonDialog {...dialog} act="return" />}
      {open === "recall" && <ReasonDialog {...dialog} act="recall" />}
      {open === "ask" && <AskDialog {...dialog} />}
      {open === "answer" && task.asked && <AnswerDialog {...dialog} />}
      {open === "edit" && <EditDialog {...dialog} />}
    </Page>
  );
}

/** What matters most now, in a sentence. */
function Banners({ task, own, onAnswer }: { task: Task; own: boolean; onAnswer: (() => void) | undefined }) {
  const stands = timing(task, serverNow());
  const last = task.history.at(-1);
  return (
    <>
      {stands === "overdue" && task.due && (
        <Banner tone="warn" title={t("tasks.is_overdue", { date: formatDate(task.due.last) })}>
          {t("tasks.is_overdue_lead")}
        </Banner>
      )}
      {stands === "soon" && task.due && (
        <Banner tone="warn" title={t("tasks.is_soon", { date: formatDate(task.due.last) })} />
      )}
      {task.state === "doing" && last?.what === "task.returned" && (
        <Banner tone="warn" title={t("tasks.was_returned")}>
          {last.text}
        </Banner>
      )}
      {task.asked && (
        <Banner
          tone="info"
          title={t("tasks.was_asked", { date: formatDate(task.asked.due), person: task.asked.by.name })}
          action={
            onAnswer && (
              <Button variant="primary" onPress={onAnswer}>
                {t("tasks.answer")}
              </Button>
            )
          }
        >
          {task.asked.reason}
        </Banner>
      )}
      {own && (
        <Banner tone="info" title={t("tasks.own_work")}>
          {t("tasks.own_work_lead")}
        </Banner>
      )}
      {task.state === "recalled" && (
        <Banner tone="warn" title={t("tasks.was_recalled", { date: formatDateTime(task.recalled_at) })}>
          {task.recalled_for}
        </Banner>
      )}
    </>
  );
}

function Facts({ task }: { task: Task }) {
  const due = task.due;
  const acts = [
    ["tasks.given", task.given],
    ["tasks.accepted", task.accepted],
    ["tasks.reported", task.reported],
    ["tasks.closed", task.closed],
  ] as const;
  return (
    <DefinitionList
      items={[
        [t("tasks.lead_agency"), agencyText(task.lead)],
        ...(task.cooperating.length > 0
          ? [[t("tasks.cooperating"), task.cooperating.map(agencyText).join("; ")] as [string, string]]
          : []),
        [
          t("tasks.due"),
          <span key="due" className="stack-tight">
            <DueMark task={task} />
            {due && due.last !== due.day && (
              <span className="soft small">
                {t("tasks.moved", { weekday: formatWeekday(due.day), date: formatDate(due.day) })}
              </span>
            )}
            {due && due.extended > 0 && (
              <span className="soft small">
                {t("tasks.extended", { count: due.extended, date: formatDate(due.first) })}
              </span>
            )}
          </span>,
        ],
        [t("tasks.source"), <SourceLink key="source" source={task.source} />],
        ...acts.flatMap(([label, act]): [string, string][] =>
          act ? [[t(label), t("tasks.by_at", { person: act.by.name, at: formatDateTime(act.at) })]] : [],
        ),
        [t("tasks.class"), t(`tasks.class_${task.class}`)],
        [t("tasks.seen_by"), t(task.shown ? "tasks.seen_by_all" : "tasks.seen_by_few")],
      ]}
    />
  );
}
