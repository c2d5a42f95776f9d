/** The papers of the ballot, in the order members see them: readable versions of the matter's documents. */
import "../../../i18n/late/member.ts";
import { ArrowDown, ArrowUp, FilePlus2, FileText, Trash2 } from "lucide-react";
import { useThing } from "../../../api/query.ts";
import { formatDate } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { useLive } from "../../../live/hooks.ts";
import { Button } from "../../../ui/Button.tsx";
import { fieldId } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import { EmptyState, Section } from "../../../ui/Page.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Read } from "../../../ui/Status.tsx";
import type { Paper } from "../../parts/types.ts";
import { paperKind } from "../../parts/words.ts";
import type { Matter } from "../ballot.ts";
import { moved } from "./terms.ts";

type Document = Matter["documents"][number];

export function PapersChosen({
  matter,
  papers,
  bound,
  onChange,
  error,
}: {
  matter: string;
  papers: string[];
  /** What the saved ballot holds, for papers that the matter no longer shows. */
  bound: Paper[];
  onChange: (papers: string[]) => void;
  error: string | undefined;
}) {
  useLive(`matter:${matter}`);
  const read = useThing<Matter>(`matter/${matter}`, `/api/matters/${matter}`);
  return (
    <Section title={t("desk.part_papers")} lead={t("desk.papers_lead")}>
      <div id={fieldId("papers")} className="stack">
        {error && <p className="field-error">{error}</p>}
        <Read of={read}>
          {(matter) => <Chooser documents={matter.documents} papers={papers} bound={bound} onChange={onChange} />}
        </Read>
      </div>
    </Section>
  );
}

function Chooser({
  documents,
  papers,
  bound,
  onChange,
}: {
  documents: Document[];
  papers: string[];
  bound: Paper[];
  onChange: (papers: string[]) => void;
}) {
  const readable = (document: Document) => document.versions.filter((version) => version.readable);
  const documentOf = (version: string) => documents.find((one) => one.versions.some(({ id }) => id === version));
  const rest = documents.filter(
    (one) => !one.recalled && readable(one).length > 0 && !one.versions.some(({ id }) => papers.includes(id)),
  );
  const waiting = documents.filter((one) => !one.recalled && readable(one).length === 0);
  const move = (index: number, by: -1 | 1) => {
    onChange(moved(papers, index, by));
    announce(t("desk.paper_moved", { to: index + by + 1 }));
  };
  return (
    <>
      {papers.length === 0 && <EmptyState title={t("desk.papers_none")}>{t("desk.papers_none_lead")}</EmptyState>}
      <ol className="papers-chosen plain-list">
        {papers.map((version, index) => {
          const document = documentOf(version);
          const title = document?.title ?? bound.find((one) => one.version === version)?.title ?? version;
          const versions = document ? readable(document) : [];
          const chosen = document?.versions.find(({ id }) => id === version);
          return (
            <li key={version} className="paper-chosen">
              <FileText aria-hidden size={20} />
              <div className="paper-chosen-text">
                <span className="paper-chosen-title">{title}</span>
                <span className="option-note">
                  {[
                    document && paperKind(document.kind),
                    chosen && chosen.reading.pages > 0 && t("parts.pages", { count: chosen.reading.pages }),
                    versions.length < 2 && chosen && t("parts.version", { number: chosen.number }),
                    document?.recalled && t("desk.paper_recalled"),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
                {versions.length > 1 && (
                  <Select
                    label={t("desk.paper_version")}
                    value={version}
                    onChange={(next) => onChange(papers.map((one) => (one === version ? next : one)))}
                    options={versions.map((one) => ({
                      value: one.id,
                      label: `${t("parts.version", { number: one.number })}, ${formatDate(one.uploaded_at)}`,
                    }))}
                  />
                )}
              </div>
              <div className="row">
                <Button
                  variant="quiet"
                  icon={<ArrowUp aria-hidden />}
                  aria-label={t("desk.paper_up", { title })}
                  isDisabled={index === 0}
                  onPress={() => move(index, -1)}
                />
                <Button
                  variant="quiet"
                  icon={<ArrowDown aria-hidden />}
                  aria-label={t("desk.paper_down", { title })}
                  isDisabled={index === papers.length - 1}
                  onPress={() => move(index, 1)}
                />
                <Button
                  variant="quiet"
                  icon={<Trash2 aria-hidden />}
                  aria-label={t("desk.paper_remove", { title })}
                  onPress={() => onChange(papers.filter((one) => one !== version))}
                />
              </div>
            </li>
          );
        })}
      </ol>
      {rest.length > 0 && (
        <div className="stack-tight">
          <h3>{t("desk.papers_more")}</h3>
          {rest.map((document) => (
            <div key={document.id}>
              <Button
                icon={<FilePlus2 aria-hidden />}
                onPress={() => onChange([...papers, document.shown || (readable(document).at(-1)?.id ?? "")])}
              >
                {t("desk.paper_add", { kind: paperKind(document.kind), title: document.title })}
              </Button>
            </div>
          ))}
        </div>
      )}
      {waiting.length > 0 && (
        <p className="soft small">{t("desk.papers_waiting", { titles: waiting.map((one) => one.title).join("; ") })}</p>
      )}
    </>
  );
}
