/** Chooses one person by a few letters of the name. */
import { useState } from "react";
import { useList } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";

export type Brief = Schema<"PersonBrief">;

import { useLate } from "./useLate.ts";
import "../i18n/late/directory.ts";
import "./directory.css";

export function personName(person: Pick<Brief, "full_name" | "honorific">): string {
  return [person.honorific, person.full_name].filter(Boolean).join(" ");
}

export function PersonPicker({
  label,
  hint,
  name,
  chosen,
  onChoose,
  error,
}: {
  label: string;
  hint?: string;
  name: string;
  chosen: Brief | null;
  onChoose: (person: Brief | null) => void;
  error?: string | undefined;
}) {
  const [words, setWords] = useState("");
  const q = useLate(words.trim());
  const found = useList<Brief>("/api/people", { q, limit: 8 }, { enabled: !chosen && q.length > 0 });
  if (chosen) {
    return (
      <div className="directory-chosen">
        <div>
          <span className="field-label">{label}</span>
          <p>
            <strong>{personName(chosen)}</strong>
            {chosen.title_vi && <span className="soft"> · {pick(chosen.title_vi, chosen.title_en)}</span>}
          </p>
        </div>
        <Button onPress={() => onChoose(null)} aria-label={t("directory.choose_other_named", { label })}>
          {t("directory.choose_other")}
        </Button>
      </div>
    );
  }
  return (
    <div className="stack-tight">
      <TextField
        label={label}
        hint={hint ?? t("directory.pick_hint")}
        name={name}
        type="search"
        autoComplete="off"
        value={words}
        onChange={setWords}
        error={error}
      />
      <p className="visually-hidden" role="status">
        {q && found.data ? t("directory.pick_found", { count: found.data.items.length }) : ""}
      </p>
      {q && found.data && (
        <ul className="plain-list directory-found">
          {found.data.items.length === 0 && <li className="soft">{t("directory.none_found")}</li>}
          {found.data.items.map((person) => (
            <li key={person.id}>
              <button type="button" className="directory-option" onClick={() => onChoose(person)}>
                <strong>{personName(person)}</strong>
                <span className="soft small">
                  {[pick(person.title_vi, person.title_en), pick(person.agency_vi, person.agency_en)]
                    .filter(Boolean)
                    .join(", ")}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
