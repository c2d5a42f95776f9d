/** What differs between two published versions of the agenda. */
import { useState } from "react";
import { useThing } from "../../api/query.ts";
import { t, tMaybe } from "../../i18n/index.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { Read, StateTag, type StateTone } from "../../ui/Status.tsx";
import type { Comparison, Meeting } from "../types.ts";

const tones: Record<string, StateTone> = { added: "good", removed: "bad", changed: "warn", moved: "active" };

export function Compare({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const [from, setFrom] = useState(meeting.version - 1);
  const [to, setTo] = useState(meeting.version);
  const path = `/api/meetings/${meeting.id}/agenda/compare?from=${from}&to=${to}`;
  const comparison = useThing<Comparison>(`comparison${path}`, path);
  const versions = Array.from({ length: meeting.version }, (_, index) => ({
    value: String(index + 1),
    label: t("meetings.compare_from", { version: index + 1 }),
  }));
  return (
    <Dialog isOpen wide onClose={onClose} title={t("meetings.compare")}>
      <div className="meeting-pair">
        <Select
          label={t("meetings.compare_removed")}
          options={versions}
          value={String(from)}
          onChange={(next) => setFrom(Number(next))}
        />
        <Select
          label={t("meetings.compare_added")}
          options={versions}
          value={String(to)}
          onChange={(next) => setTo(Number(next))}
        />
      </div>
      <Read of={comparison}>
        {(found) =>
          found.items.length === 0 ? (
            <p>{t("meetings.compare_same")}</p>
          ) : (
            <ul className="plain-list stack-tight">
              {found.items.map((one) => (
                <li key={`${one.id} ${one.change}`} className="row">
                  <StateTag tone={tones[one.change] ?? "neutral"}>{t(`meetings.compare_${one.change}`)}</StateTag>
                  <span>
                    <span className="number">
                      {[one.from, one.to]
                        .filter(Boolean)
                        .filter((n, i, all) => all.indexOf(n) === i)
                        .join(" → ")}
                    </span>{" "}
                    {one.title}
                    {one.fields.length > 0 && (
                      <span className="soft">
                        {" "}
                        ({one.fields.map((field) => tMaybe(`meetings.compare_${field}`, field)).join(", ")})
                      </span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
    </Dialog>
  );
}
