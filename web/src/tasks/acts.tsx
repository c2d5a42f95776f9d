/** The windows in which something is done to a task. */
import { formatDate } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { errorAt, useAct } from "./calls.ts";
import { DueField, TermsFields } from "./Terms.tsx";
import type { Task, Terms } from "./types.ts";

/** What was typed in each window. */
export interface Typed {
  close?: string;
  return?: string;
  recall?: string;
  ask?: { due: string; reason: string };
  answer?: { due: string; reason: string };
  edit?: { terms: Terms; reason: string };
}

interface Props {
  task: Task;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  onClose: () => void;
}

/** Finding a task done, sending its report back, or taking the task back. */
export function ReasonDialog({ task, typed, onTyped, onClose, act }: Props & { act: "close" | "return" | "recall" }) {
  const field = act === "close" ? "remark" : "reason";
  const send = useAct<{ remark?: string; reason?: string }>(task, act, () => {
    onTyped({ ...typed, [act]: "" });
    onClose();
  });
  const text = typed[act] ?? "";
  const submit = () => send.mutate({ [field]: text });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`tasks.${act}_title`)}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant={act === "recall" ? "danger" : "primary"}
            onPress={submit}
            pending={send.isPending && t("state.sending")}
          >
            {t(`tasks.${act}`)}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={submit} />
      <p>{t(`tasks.${act}_lead`)}</p>
      <TextArea
        label={t(act === "close" ? "tasks.remark" : "tasks.reason")}
        optional={act === "close"}
        name={field}
        value={text}
        onChange={(next) => onTyped({ ...typed, [act]: next })}
        error={errorAt(send.error, field)}
        maxLength={2000}
        rows={4}
      />
    </Dialog>
  );
}

export function AskDialog({ task, typed, onTyped, onClose }: Props) {
  const held = typed.ask ?? { due: "", reason: "" };
  const set = (change: Partial<typeof held>) => onTyped({ ...typed, ask: { ...held, ...change } });
  const send = useAct<typeof held>(task, "extension", () => {
    onTyped({ ...typed, ask: { due: "", reason: "" } });
    onClose();
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("tasks.ask_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={() => send.mutate(held)} pending={send.isPending && t("state.sending")}>
            {t("tasks.ask")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={() => send.mutate(held)} />
      {task.due && <p>{t("tasks.ask_lead", { date: formatDate(task.due.last) })}</p>}
      <DueField
        label={t("tasks.new_due")}
        name="due"
        value={held.due}
        onChange={(due) => set({ due })}
        error={errorAt(send.error, "due")}
      />
      <TextArea
        label={t("tasks.reason")}
        name="reason"
        value={held.reason}
        onChange={(reason) => set({ reason })}
        error={errorAt(send.error, "reason")}
        maxLength={2000}
        rows={4}
      />
    </Dialog>
  );
}

/** The day that is granted, the one asked for to begin with; or a refusal with its reason. */
export function AnswerDialog({ task, typed, onTyped, onClose }: Props) {
  const held = typed.answer ?? { due: task.asked?.due ?? "", reason: "" };
  const set = (change: Partial<typeof held>) => onTyped({ ...typed, answer: { ...held, ...change } });
  const send = useAct<typeof held>(task, "extension/answer", () => {
    const { answer: _, ...rest } = typed;
    onTyped(rest);
    onClose();
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("tasks.answer_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button onPress={() => send.mutate({ due: "", reason: held.reason })} isDisabled={send.isPending}>
            {t("tasks.refuse")}
          </Button>
          <Button variant="primary" onPress={() => send.mutate(held)} pending={send.isPending && t("state.sending")}>
            {t("tasks.grant")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} />
      <p className="task-said">{task.asked?.reason}</p>
      <DueField
        label={t("tasks.new_due")}
        name="due"
        value={held.due}
        onChange={(due) => set({ due })}
        error={errorAt(send.error, "due")}
      />
      <TextArea
        label={t("tasks.reason")}
        hint={t("tasks.answer_hint")}
        name="reason"
        value={held.reason}
        onChange={(reason) => set({ reason })}
        error={errorAt(send.error, "reason")}
        maxLength={2000}
        rows={3}
      />
    </Dialog>
  );
}

export function EditDialog({ task, typed, onTyped, onClose }: Props) {
  const held = typed.edit ?? {
    reason: "",
    terms: {
      text: task.text,
      lead: task.lead.id,
      cooperating: task.cooperating.map((agency) => agency.id),
      due: task.due?.day ?? "",
      class: task.class,
      shown: task.shown,
    },
  };
  const set = (change: Partial<typeof held>) => onTyped({ ...typed, edit: { ...held, ...change } });
  const send = useAct<typeof held>(
    task,
    "",
    () => {
      const { edit: _, ...rest } = typed;
      onTyped(rest);
      onClose();
    },
    "PUT",
  );
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={t("tasks.edit_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={() => send.mutate(held)} pending={send.isPending && t("state.saving")}>
            {t("act.save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={() => send.mutate(held)} />
      <div className="stack">
        <TermsFields
          terms={held.terms}
          onChange={(terms) => set({ terms })}
          errorAt={(path) => errorAt(send.error, path)}
          closed={task.source.closed}
        />
        <TextArea
          label={t("tasks.edit_reason")}
          name="reason"
          value={held.reason}
          onChange={(reason) => set({ reason })}
          error={errorAt(send.error, "reason")}
          maxLength={2000}
          rows={2}
        />
      </div>
    </Dialog>
  );
}
