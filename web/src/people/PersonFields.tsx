/** What is typed of a person. */
import { t } from "../i18n/index.ts";
import { TextField } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";

export interface PersonData {
  full_name: string;
  honorific: string;
  email: string;
  language: "vi" | "en";
}

export function PersonFields({
  data,
  onChange,
  errorAt,
}: {
  data: PersonData;
  onChange: (data: PersonData) => void;
  errorAt: (path: string) => string | undefined;
}) {
  const set = (change: Partial<PersonData>) => onChange({ ...data, ...change });
  return (
    <>
      <TextField
        label={t("people.full_name")}
        hint={t("people.full_name_hint")}
        name="full_name"
        maxLength={120}
        value={data.full_name}
        onChange={(full_name) => set({ full_name })}
        error={errorAt("full_name")}
      />
      <TextField
        label={t("people.honorific")}
        hint={t("people.honorific_hint")}
        optional
        name="honorific"
        maxLength={40}
        value={data.honorific}
        onChange={(honorific) => set({ honorific })}
        error={errorAt("honorific")}
      />
      <TextField
        label={t("people.email")}
        optional
        name="email"
        inputMode="email"
        maxLength={254}
        value={data.email}
        onChange={(email) => set({ email })}
        error={errorAt("email")}
      />
      <Select
        label={t("people.language")}
        name="language"
        options={[
          { value: "vi", label: t("app.vietnamese") },
          { value: "en", label: t("app.english") },
        ]}
        value={data.language}
        onChange={(language) => set({ language: language === "en" ? "en" : "vi" })}
        error={errorAt("language")}
      />
    </>
  );
}

export function wantingName(data: PersonData): { path: string; text: string }[] {
  return data.full_name.trim() ? [] : [{ path: "full_name", text: t("people.full_name_missing") }];
}
