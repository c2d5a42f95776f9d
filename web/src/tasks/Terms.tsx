/** What is written of a task: text, agencies, due date, who may see it. */
import { X } from "lucide-react";
import { useState } from "react";
import { useList } from "../api/query.ts";
import { formatDate, formatWeekday } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox, RadioGroup } from "../ui/Choice.tsx";
import { DatePicker } from "../ui/DatePicker.tsx";
import { FieldErrorText, TextArea } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";
import { errorText } from "../ui/Status.tsx";
import { dayAfter, useDue } from "./calls.ts";
import type { Terms } from "./types.ts";

interface AgencyName {
  id: string;
  name_vi: string;
  name_en: string;
}

const classes = ["public", "internal", "restricted"] as const;
const windows = [5, 10, 20];

export const blank: Terms = { text: "", lead: "", cooperating: [], due: "", class: "internal", shown: false };

export function TermsFields({
  terms,
  onChange,
  errorAt,
  closed,
}: {
  terms: Terms;
  onChange: (terms: Terms) => void;
  errorAt: (path: string) => string | undefined;
  /** A member is recused from what the task comes from. */
  closed: boolean;
}) {
  const agencies = useList<AgencyName>("/api/agencies");
  const names = (agencies.data?.items ?? []).map((one) => ({
    value: one.id,
    label: pick(one.name_vi, one.name_en),
  }));
  const nameOf = (id: string) => names.find((one) => one.value === id)?.label ?? "…";
  const set = (change: Partial<Terms>) => onChange({ ...terms, ...change });
  return (
    <>
      <TextArea
        label={t("tasks.text")}
        hint={t("tasks.text_hint")}
        name="text"
        value={terms.text}
        onChange={(text) => set({ text })}
        error={errorAt("text")}
        maxLength={4000}
        rows={4}
      />
      <Select
        label={t("tasks.lead_agency")}
        hint={t("tasks.lead_agency_hint")}
        name="lead"
        options={names}
        value={terms.lead || null}
        onChange={(lead) => set({ lead, cooperating: terms.cooperating.filter((id) => id !== lead) })}
        error={errorAt("lead")}
      />
      <div className="stack-tight">
        <Select
          label={t("tasks.cooperating")}
          hint={t("tasks.cooperating_hint")}
          optional
          name="cooperating"
          options={names.filter((one) => one.value !== terms.lead && !terms.cooperating.includes(one.value))}
          value={null}
          onChange={(id) => set({ cooperating: [...terms.cooperating, id] })}
          error={errorAt("cooperating")}
        />
        {terms.cooperating.length > 0 && (
          <ul className="plain-list task-chosen" aria-label={t("tasks.cooperating")}>
            {terms.cooperating.map((id) => (
              <li key={id}>
                {nameOf(id)}
                <Button
                  variant="quiet"
                  icon={<X aria-hidden />}
                  aria-label={t("tasks.take_out", { name: nameOf(id) })}
                  onPress={() => set({ cooperating: terms.cooperating.filter((one) => one !== id) })}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      <DueField
        label={t("tasks.due")}
        name="due"
        optional
        value={terms.due}
        onChange={(due) => set({ due })}
        error={errorAt("due")}
      />
      <RadioGroup
        label={t("tasks.class")}
        name="class"
        options={classes.map((of) => ({ value: of, label: t(`tasks.class_${of}`) }))}
        value={terms.class}
        onChange={(of) => set({ class: of as Terms["class"] })}
        error={errorAt("class")}
      />
      <div className="field">
        <Checkbox
          name="shown"
          isSelected={terms.shown}
          isDisabled={closed && !terms.shown}
          onChange={(shown) => set({ shown })}
        >
          {t("tasks.shown")}
          <span className="option-note">{t(closed ? "tasks.shown_closed" : "tasks.shown_note")}</span>
        </Checkbox>
        <FieldErrorText error={errorAt("shown")} />
      </div>
    </>
  );
}

/** A due date, with what it comes to in working days before anything is sent. */
export function DueField({
  label,
  name,
  value,
  onChange,
  error,
  optional = false,
}: {
  label: string;
  name: string;
  value: string;
  onChange: (day: string) => void;
  error: string | undefined;
  optional?: boolean;
}) {
  const due = useDue(value);
  const [failed, setFailed] = useState("");
  const choose = async (days: number) => {
    setFailed("");
    try {
      onChange((await dayAfter(days)).day);
    } catch (problem) {
      setFailed(errorText(problem));
    }
  };
  const held = value ? due.data : undefined;
  return (
    <div className="stack-tight">
      <DatePicker
        label={label}
        hint={optional ? t("tasks.due_hint") : undefined}
        optional={optional}
        name={name}
        value={value}
        onChange={onChange}
        error={error ?? (failed || undefined)}
      />
      <div className="row">
        {windows.map((days) => (
          <Button key={days} onPress={() => void choose(days)}>
            {t("tasks.in_days", { days })}
          </Button>
        ))}
        {optional && value && (
          <Button variant="quiet" onPress={() => onChange("")}>
            {t("tasks.no_due")}
          </Button>
        )}
      </div>
      <p className="soft small" role="status">
        {held &&
          t(held.last === held.day ? "tasks.due_is" : "tasks.due_moved", {
            weekday: formatWeekday(`${held.last}T05:00:00Z`),
            date: formatDate(held.last),
            days: held.days,
          })}
        {held && !held.confirmed && ` ${t("tasks.calendar_unconfirmed")}`}
      </p>
    </div>
  );
}
