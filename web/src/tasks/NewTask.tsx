/** A new task: what it comes from, then what is to be done. What was typed stays when the screen is left. */
import { useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { useCommand, useList, useThing } from "../api/query.ts";
import { hasRole, useMe } from "../api/session.ts";
import { useTyped } from "../api/typed.ts";
import type { Schema } from "../api/types.ts";
import { formatDate } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { TextField } from "../ui/Field.tsx";
import { Page } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { errorAt, keep } from "./calls.ts";
import { blank, TermsFields } from "./Terms.tsx";
import type { Task, Terms } from "./types.ts";

type Kind = "item" | "ballot" | "entered";
interface Draft {
  kind: Kind;
  meeting: string;
  from: string;
  reference: string;
  matter: string;
  terms: Terms;
}

const empty: Draft = { kind: "item", meeting: "", from: "", reference: "", matter: "", terms: blank };

export function NewTask() {
  const me = useMe();
  const [params] = useSearchParams();
  const [, go] = useLocation();
  const desk = hasRole(me, "secretariat");
  const [draft, change] = useTyped<Draft>(`task ${params.toString()}`, {
    ...empty,
    kind: params.get("ballot") ? "ballot" : params.get("matter") ? "entered" : "item",
    meeting: params.get("meeting") ?? "",
    from: params.get("item") ?? params.get("ballot") ?? "",
    matter: params.get("matter") ?? "",
  });
  const set = (part: Partial<Draft>) => change({ ...draft, ...part });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const give = useCommand<Draft, Task>(
    {
      path: "/api/tasks",
      body: ({ kind, from, reference, matter, terms }) =>
        kind === "entered" ? { source: kind, reference, matter, terms } : { source: kind, from, terms },
      touches: ["/api/tasks"],
    },
    {
      onDone: (task) => {
        change(undefined);
        keep(task);
        go(`/tasks/${task.id}`, { replace: true });
      },
    },
  );
  const at = (path: string) => wrong.find((one) => one.path === path)?.text ?? errorAt(give.error, path);
  const closed = useClosed(draft);
  const submit = () => {
    const found = wanting(draft);
    setWrong(found);
    give.reset();
    if (found.length === 0) give.mutate(draft);
  };
  return (
    <Page
      title={t("tasks.give")}
      lead={t("tasks.give_lead")}
      back={{ href: "/tasks", label: t("tasks.all") }}
      width="narrow"
      actions={
        <>
          <LinkButton href="/tasks">{t("act.cancel")}</LinkButton>
          <Button type="submit" form="new-task" variant="primary" pending={give.isPending && t("state.sending")}>
            {t("tasks.give")}
          </Button>
        </>
      }
    >
      <form
        id="new-task"
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ErrorSummary error={give.error} more={wrong} onRetry={submit} />
        {desk && (
          <RadioGroup
            label={t("tasks.source")}
            name="source"
            options={(["item", "ballot", "entered"] as const).map((kind) => ({
              value: kind,
              label: t(`tasks.source_${kind}`),
            }))}
            value={draft.kind}
            onChange={(kind) => set({ kind: kind as Kind, from: "" })}
          />
        )}
        {draft.kind === "item" && <ItemFields draft={draft} set={set} errorAt={at} />}
        {draft.kind === "ballot" && <BallotField draft={draft} set={set} errorAt={at} />}
        {draft.kind === "entered" && (
          <TextField
            label={t("tasks.reference")}
            hint={t("tasks.reference_hint")}
            name="reference"
            maxLength={300}
            value={draft.reference}
            onChange={(reference) => set({ reference })}
            error={at("reference")}
          />
        )}
        <TermsFields terms={draft.terms} onChange={(terms) => set({ terms })} errorAt={at} closed={closed} />
      </form>
    </Page>
  );
}

/** What is wanting, found before the press. */
function wanting(draft: Draft): { path: string; text: string }[] {
  const out: { path: string; text: string }[] = [];
  if (draft.kind === "entered" ? !draft.reference.trim() : !draft.from) {
    out.push({
      path: draft.kind === "entered" ? "reference" : "from",
      text: t(`tasks.missing_${draft.kind}`),
    });
  }
  if (!draft.terms.text.trim()) out.push({ path: "text", text: t("tasks.missing_text") });
  if (!draft.terms.lead) out.push({ path: "lead", text: t("tasks.missing_lead") });
  return out;
}

interface Part {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  errorAt: (path: string) => string | undefined;
}

/** The session, then the item on which it concluded. */
function ItemFields({ draft, set, errorAt }: Part) {
  const past = useList<Schema<"LineView">>("/api/meetings", { when: "past", limit: 200 }, { refs: ["meetings/"] });
  const coming = useList<Schema<"LineView">>("/api/meetings", { when: "coming" }, { refs: ["meetings/"] });
  const agenda = useAgenda(draft.meeting);
  const sessions = [
    ...(coming.data?.items ?? []).filter((one) => one.state === "running" || one.state === "paused"),
    ...(past.data?.items ?? []),
  ];
  const items = (agenda.data?.items ?? []).filter((item) => item.stage === "done" && item.kind !== "heading");
  return (
    <>
      <Select
        label={t("tasks.session")}
        name="meeting"
        options={sessions.map((one) => ({ value: one.id, label: one.title, note: formatDate(one.starts_at) }))}
        value={draft.meeting || null}
        onChange={(meeting) => set({ meeting, from: "" })}
        {...(draft.meeting ? {} : { error: errorAt("from") })}
      />
      {draft.meeting && (
        <Select
          label={t("tasks.item")}
          hint={agenda.data && items.length === 0 ? t("tasks.item_none") : undefined}
          name="from"
          options={items.map((item) => ({ value: item.id, label: `${item.number} ${item.title}`.trim() }))}
          value={draft.from || null}
          onChange={(from) => set({ from })}
          error={errorAt("from")}
        />
      )}
    </>
  );
}

function BallotField({ draft, set, errorAt }: Part) {
  const ballots = useList<Schema<"BallotLine">>("/api/ballots", { list: "desk", state: "certified", limit: 200 });
  return (
    <Select
      label={t("tasks.ballot")}
      name="from"
      options={(ballots.data?.items ?? []).map((one) => ({
        value: one.id,
        label: one.title,
        note: one.number,
      }))}
      value={draft.from || null}
      onChange={(from) => set({ from })}
      error={errorAt("from")}
    />
  );
}

function useAgenda(meeting: string) {
  return useThing<Schema<"AgendaView">>(`agenda/${meeting}`, `/api/meetings/${meeting}/agenda`, {
    enabled: meeting !== "",
  });
}

/** Whether a member is recused from the chosen item; of a ballot the server says so. */
function useClosed(draft: Draft): boolean {
  const agenda = useAgenda(draft.kind === "item" ? draft.meeting : "");
  const item = agenda.data?.items.find((one) => one.id === draft.from);
  return (item?.recused?.length ?? 0) > 0;
}
