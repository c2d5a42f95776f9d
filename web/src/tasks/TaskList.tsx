/** The boards of tasks, with what narrows them in the address; or all that comes of one session, item, ballot or dossier. */
import { Download, LayoutGrid, Plus } from "lucide-react";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { address } from "../api/client.ts";
import { useList } from "../api/query.ts";
import { hasRole, useMe } from "../api/session.ts";
import { pick, t } from "../i18n/index.ts";
import { Button, DownloadButton, LinkButton } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { Select } from "../ui/Select.tsx";
import { Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { refs, useFigures } from "./calls.ts";
import { TaskNotices } from "./TaskNotices.tsx";
import type { Counts, Line } from "./types.ts";
import { agencyText, DueMark, TaskState } from "./words.tsx";

const boards = ["todo", "reported", "closed", "recalled"] as const;
const sources = ["meeting", "item", "ballot", "matter"] as const;
const dues = ["", "overdue", "soon", "none"] as const;

interface AgencyName {
  id: string;
  name_vi: string;
  name_en: string;
}

export function TaskList() {
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const desk = hasRole(me, "secretariat");
  const source = sources.find((name) => params.get(name));
  const board = boards.find((name) => name === params.get("board")) ?? "todo";
  const set = (change: Record<string, string>) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(change)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    });
  const query = {
    board,
    agency: params.get("agency") ?? "",
    due: board === "todo" || source ? (params.get("due") ?? "") : "",
    q: params.get("q") ?? "",
    ...(source ? { [source]: params.get(source) ?? "" } : {}),
  };
  return (
    <Page
      title={t(source ? "tasks.of_source" : "tasks.title")}
      lead={t(source ? "tasks.of_source_lead" : "tasks.lead")}
      width="wide"
      {...(source ? { back: { href: "/tasks", label: t("tasks.all") } } : {})}
      tools={
        <>
          <LinkButton href="/tasks/overview" icon={<LayoutGrid aria-hidden />}>
            {t("tasks.overview")}
          </LinkButton>
          <DownloadButton href={address("/api/tasks.xlsx", query)} icon={<Download aria-hidden />}>
            {t("tasks.download")}
          </DownloadButton>
        </>
      }
      actions={
        desk && (
          <LinkButton href="/tasks/new" variant="primary" icon={<Plus aria-hidden />}>
            {t("tasks.give")}
          </LinkButton>
        )
      }
    >
      {!source && <CountRow agency={query.agency} onPick={set} />}
      <Filters query={query} onChange={set} withDue={board === "todo" || source !== undefined} />
      {source ? (
        <Lines query={query} caption={t("tasks.of_source")} />
      ) : (
        <Tabs
          label={t("tasks.boards")}
          selected={board}
          onSelect={(key) => set({ board: key === "todo" ? "" : key, due: "" })}
          parts={boards.map((key) => ({
            key,
            label: t(`tasks.board_${key}`),
            content: key === board && (
              <Lines key={JSON.stringify(query)} query={query} caption={t(`tasks.board_${key}`)} />
            ),
          }))}
        />
      )}
      {!source && <TaskNotices />}
    </Page>
  );
}

/** How much there is, of the whole body or of one agency; each count leads to its list. */
function CountRow({ agency, onPick }: { agency: string; onPick: (change: Record<string, string>) => void }) {
  const counts = useFigures<Counts>("/api/tasks-count", { agency });
  const held = counts.data;
  if (!held) return null;
  const parts = [
    { key: "assigned", count: held.assigned, change: { board: "", due: "" } },
    { key: "doing", count: held.doing, change: { board: "", due: "" } },
    { key: "overdue", count: held.overdue, change: { board: "", due: "overdue" } },
    { key: "soon", count: held.soon, change: { board: "", due: "soon" } },
    { key: "reported", count: held.reported, change: { board: "reported", due: "" } },
  ] as const;
  return (
    <ul className="plain-list task-counts" aria-label={t("tasks.counts")}>
      {parts.map((part) => (
        <li key={part.key}>
          <Button
            variant="quiet"
            className={part.key === "overdue" && part.count > 0 ? "task-count task-count-bad" : "task-count"}
            onPress={() => onPick(part.change)}
          >
            <span className="task-count-number number">{part.count}</span>
            <span>{t(`tasks.count_${part.key}`)}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Filters({
  query,
  onChange,
  withDue,
}: {
  query: { agency: string; due: string; q: string };
  onChange: (change: Record<string, string>) => void;
  withDue: boolean;
}) {
  const agencies = useList<AgencyName>("/api/agencies");
  const [words, setWords] = useState(query.q);
  return (
    <search className="task-filters">
      <form
        className="task-search"
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ q: words.trim() });
        }}
      >
        <TextField label={t("tasks.search")} type="search" value={words} onChange={setWords} maxLength={200} />
        <Button type="submit">{t("act.search")}</Button>
      </form>
      <Select
        label={t("tasks.agency")}
        options={[
          { value: "all", label: t("tasks.agency_all") },
          ...(agencies.data?.items ?? []).map((agency) => ({
            value: agency.id,
            label: pick(agency.name_vi, agency.name_en),
          })),
        ]}
        value={query.agency || "all"}
        onChange={(agency) => onChange({ agency: agency === "all" ? "" : agency })}
      />
      {withDue && (
        <Select
          label={t("tasks.due")}
          options={dues.map((due) => ({ value: due || "all", label: t(`tasks.due_${due || "all"}`) }))}
          value={query.due || "all"}
          onChange={(due) => onChange({ due: due === "all" ? "" : due })}
        />
      )}
    </search>
  );
}

/** A page of tasks; the cursors that led here lead back. */
function Lines({ query, caption }: { query: Record<string, string>; caption: string }) {
  const [cursors, setCursors] = useState<string[]>([]);
  const list = useList<Line>("/api/tasks", { ...query, cursor: cursors.at(-1) ?? "" }, { refs });
  const narrowed = query.q || query.agency || query.due;
  return (
    <Read of={list}>
      {({ items, next }) => (
        <div className="stack">
          <Table
            caption={caption}
            hideCaption
            rows={items}
            rowKey={(task) => task.id}
            empty={
              narrowed ? (
                <EmptyState title={t("tasks.none_found")}>{t("tasks.none_found_lead")}</EmptyState>
              ) : (
                <EmptyState title={t("tasks.none")}>{t("tasks.none_lead")}</EmptyState>
              )
            }
            columns={[
              {
                key: "number",
                header: t("tasks.number"),
                kind: "fit",
                cell: (task) => <span className="number">{task.number}</span>,
              },
              {
                key: "text",
                header: t("tasks.text"),
                rowHeader: true,
                cell: (task) => (
                  <span className="stack-tight task-line">
                    <Link href={`/tasks/${task.id}`}>{task.text}</Link>
                    <span className="soft small">{task.source.title}</span>
                  </span>
                ),
              },
              {
                key: "lead",
                header: t("tasks.lead_agency"),
                cell: (task) => (
                  <span className="stack-tight">
                    <span>{agencyText(task.lead)}</span>
                    {task.cooperating.length > 0 && (
                      <span className="soft small">
                        {t("tasks.with", { agencies: task.cooperating.map((agency) => agency.code).join(", ") })}
                      </span>
                    )}
                  </span>
                ),
              },
              { key: "due", header: t("tasks.due"), kind: "fit", cell: (task) => <DueMark task={task} /> },
              {
                key: "state",
                header: t("tasks.state"),
                kind: "fit",
                cell: (task) => (
                  <span className="stack-tight">
                    <TaskState state={task.state} />
                    {task.asked && <StateTag tone="warn">{t("tasks.asked")}</StateTag>}
                  </span>
                ),
              },
            ]}
          />
          {(cursors.length > 0 || next) && (
            <Pagination
              onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
              onNext={next ? () => setCursors([...cursors, next]) : undefined}
            >
              {t("tasks.page", { page: cursors.length + 1 })}
            </Pagination>
          )}
        </div>
      )}
    </Read>
  );
}
