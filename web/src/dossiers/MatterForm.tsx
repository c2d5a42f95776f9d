/** The terms of a matter: title, lead agency, class, field. */
import { useMe } from "../api/session.ts";
import { pick, t } from "../i18n/index.ts";
import { RadioGroup } from "../ui/Choice.tsx";
import { TextField } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";
import type { Class } from "./types.ts";
import { classes, classNote, classText } from "./words.ts";

export interface Terms {
  title: string;
  agency: string;
  class: Class;
  field: string;
}

export function MatterFields({
  terms,
  onChange,
  errorAt,
}: {
  terms: Terms;
  onChange: (terms: Terms) => void;
  errorAt: (path: string) => string | undefined;
}) {
  const { agencies } = useMe();
  const set = (change: Partial<Terms>) => onChange({ ...terms, ...change });
  return (
    <>
      <TextField
        label={t("dossiers.title")}
        hint={t("dossiers.title_hint")}
        name="title"
        maxLength={500}
        value={terms.title}
        onChange={(title) => set({ title })}
        error={errorAt("title")}
      />
      <Select
        label={t("dossiers.agency")}
        hint={t("dossiers.agency_hint")}
        name="agency"
        options={agencies.map((agency) => ({ value: agency.id, label: pick(agency.name_vi, agency.name_en) }))}
        value={terms.agency || null}
        onChange={(agency) => set({ agency })}
        error={errorAt("agency")}
      />
      <RadioGroup
        label={t("dossiers.class")}
        name="class"
        options={classes.map((of) => ({ value: of, label: classText(of), note: classNote(of) }))}
        value={terms.class}
        onChange={(of) => set({ class: of as Class })}
        error={errorAt("class")}
      />
      <TextField
        label={t("dossiers.field")}
        hint={t("dossiers.field_hint")}
        optional
        name="field"
        maxLength={200}
        value={terms.field}
        onChange={(field) => set({ field })}
        error={errorAt("field")}
      />
    </>
  );
}

/** What is wanting, found before the press. */
export function wanting(terms: Terms): { path: string; text: string }[] {
  return [
    ...(terms.title.trim() ? [] : [{ path: "title", text: t("dossiers.title_missing") }]),
    ...(terms.agency ? [] : [{ path: "agency", text: t("dossiers.agency_missing") }]),
  ];
}
