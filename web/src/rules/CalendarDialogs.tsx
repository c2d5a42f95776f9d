/** What is done to the calendar of a year, each act with its effect in words. */
import { type ReactNode, useState } from "react";
import { Problem } from "../api/problem.ts";
import { formatDate, formatWeekday } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { DatePicker } from "../ui/DatePicker.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { type Day, useChangeYear, type Year } from "./calls.ts";
import { isoDate, isWeekend } from "./days.ts";
import { named } from "./errors.ts";

type Sending = ReturnType<typeof useChangeYear<never>>;

/** The frame of them all: the refusal on top, the act named in its button. */
function Act({
  title,
  label,
  send,
  onAct,
  onClose,
  danger = false,
  children,
}: {
  title: string;
  label: string;
  send: Pick<Sending, "error" | "isPending">;
  onAct: () => void;
  onClose: () => void;
  danger?: boolean;
  children: ReactNode;
}) {
  return (
    <Dialog
      isOpen
      alert={danger}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            onPress={onAct}
            pending={send.isPending && t("state.sending")}
          >
            {label}
          </Button>
        </>
      }
    >
      <ErrorSummary error={named(send.error)} onRetry={onAct} />
      {children}
    </Dialog>
  );
}

const fieldError = (error: unknown, path: string) => (error instanceof Problem ? error.field(path) : undefined);

function Reason({ value, onChange, error }: { value: string; onChange: (reason: string) => void; error: unknown }) {
  return (
    <TextArea
      label={t("rules.reason")}
      hint={t("rules.reason_hint")}
      name="reason"
      rows={2}
      maxLength={500}
      value={value}
      onChange={onChange}
      error={fieldError(error, "reason")}
    />
  );
}

export function ConfirmDialog({ year, onClose }: { year: Year; onClose: () => void }) {
  const send = useChangeYear<{ rev: number }>(year.year, "/confirm", () => {
    announce(t("calendar.confirm_done", { year: year.year }));
    onClose();
  });
  const count = (kind: Day["kind"]) => year.days.filter((day) => day.kind === kind).length;
  const guesses = year.days.filter((day) => day.status === "announced" || day.status === "computed").length;
  const days = year.working.reduce((sum, month) => sum + month, 0);
  return (
    <Act
      title={t("calendar.confirm", { year: year.year })}
      label={t("calendar.confirm", { year: year.year })}
      send={send}
      onAct={() => send.mutate({ rev: year.rev })}
      onClose={onClose}
    >
      <p>{t("calendar.confirm_effect", { year: year.year })}</p>
      <p className="number">{t("calendar.confirm_count", { off: count("off"), worked: count("worked"), days })}</p>
      {guesses > 0 && <Banner tone="warn">{t("calendar.confirm_guess", { count: guesses })}</Banner>}
    </Act>
  );
}

export function ReopenDialog({ year, onClose }: { year: Year; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const send = useChangeYear<{ rev: number; reason: string }>(year.year, "/reopen", onClose);
  return (
    <Act
      title={t("calendar.reopen_title", { year: year.year })}
      label={t("calendar.reopen")}
      send={send}
      onAct={() => send.mutate({ rev: year.rev, reason })}
      onClose={onClose}
      danger
    >
      <p>{t("calendar.reopen_effect", { year: year.year })}</p>
      <Reason value={reason} onChange={setReason} error={send.error} />
    </Act>
  );
}

const usualText = (date: string) => t(isWeekend(date) ? "calendar.usual_off" : "calendar.usual_worked");

export function RemoveDialog({ year, day, onClose }: { year: Year; day: Day; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const date = formatDate(day.date);
  const send = useChangeYear<{ rev: number; reason: string }>(year.year, `/days/${day.date}/remove`, () => {
    announce(t("calendar.removed", { date }));
    onClose();
  });
  return (
    <Act
      title={t("calendar.remove_title", { date })}
      label={t("calendar.remove_day", { date })}
      send={send}
      onAct={() => send.mutate({ rev: year.rev, reason })}
      onClose={onClose}
      danger
    >
      <p>{pick(day.name_vi, day.name_en)}</p>
      <p>
        {t("calendar.remove_effect", { usual: usualText(day.date) })} {t("calendar.running")}
      </p>
      <Reason value={reason} onChange={setReason} error={send.error} />
    </Act>
  );
}

/** A day to add, or one to write anew. */
export function DayDialog({ year, day, onClose }: { year: Year; day?: Day; onClose: () => void }) {
  const [typed, setTyped] = useState({
    date: day?.date ?? "",
    kind: day?.kind ?? "off",
    name_vi: day?.name_vi ?? "",
    name_en: day?.name_en ?? "",
    source: day?.source ?? "",
    reason: "",
  });
  const set = (part: Partial<typeof typed>) => setTyped((now) => ({ ...now, ...part }));
  const send = useChangeYear<typeof typed & { rev: number }>(year.year, "/days", () => {
    announce(t("calendar.saved", { date: formatDate(typed.date) }));
    onClose();
  });
  const at = (path: string) => fieldError(send.error, path);
  return (
    <Act
      title={
        day ? t("calendar.edit_title", { date: formatDate(day.date) }) : t("calendar.add_title", { year: year.year })
      }
      label={t("calendar.save")}
      send={send}
      onAct={() => send.mutate({ ...typed, rev: year.rev })}
      onClose={onClose}
    >
      {!day && (
        <DatePicker
          label={t("calendar.date")}
          name="date"
          min={isoDate(year.year, 1, 1)}
          value={typed.date}
          onChange={(date) => set({ date })}
          error={at("date")}
        />
      )}
      <Present date={typed.date} year={year} />
      <RadioGroup
        label={t("calendar.kind")}
        name="kind"
        options={[
          { value: "off", label: t("calendar.kind_off") },
          { value: "worked", label: t("calendar.kind_worked") },
        ]}
        value={typed.kind}
        onChange={(kind) => set({ kind: kind as Day["kind"] })}
        error={at("kind")}
      />
      <TextField
        label={t("calendar.name_vi")}
        hint={t("calendar.name_vi_hint")}
        name="name_vi"
        maxLength={200}
        value={typed.name_vi}
        onChange={(name_vi) => set({ name_vi })}
        error={at("name_vi")}
      />
      <TextField
        label={t("calendar.name_en")}
        name="name_en"
        maxLength={200}
        value={typed.name_en}
        onChange={(name_en) => set({ name_en })}
        error={at("name_en")}
      />
      <TextField
        label={t("calendar.source_field")}
        hint={t("calendar.source_hint")}
        name="source"
        maxLength={300}
        value={typed.source}
        onChange={(source) => set({ source })}
        error={at("source")}
      />
      <Reason value={typed.reason} onChange={(reason) => set({ reason })} error={send.error} />
      <p className="small soft">{t("calendar.running")}</p>
    </Act>
  );
}

/** What the chosen day is now. */
function Present({ date, year }: { date: string; year: Year }) {
  if (!date) return null;
  const entry = year.days.find((day) => day.date === date && day.kind !== "plain");
  return (
    <p className="small soft" aria-live="polite">
      {t("calendar.usual", { weekday: formatWeekday(date), usual: usualText(date) })}{" "}
      {entry &&
        t("calendar.entered", {
          kind: t(entry.kind === "off" ? "calendar.off" : "calendar.worked"),
          name: pick(entry.name_vi, entry.name_en),
        })}
    </p>
  );
}
