/** The journal, newest first, by kind of event and by what it is about. Read-only. */
import { useState } from "react";
import { useList } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { formatDateTime, formatNumber, formatSeconds } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { TextField } from "../ui/Field.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { Select } from "../ui/Select.tsx";
import { Read } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";

type Event = Schema<"EventView">;

/** The first words of the types, as they come in the life of a decision. */
const kinds = [
  "ballot",
  "answer",
  "classing",
  "respondent",
  "draft",
  "matter",
  "document",
  "meeting",
  "item",
  "invitation",
  "absence",
  "attendance",
  "signing",
  "speech",
  "floor",
  "position",
  "opinion",
  "vote",
  "cast",
  "paper",
  "box",
  "screen",
  "copy",
  "deed",
  "letter",
  "calendar",
  "task",
  "synthesis",
  "assist",
  "annotations",
  "person",
  "office",
  "agency",
  "body",
  "rules",
  "policy",
  "account",
  "session",
  "sign_in",
  "audit",
  "installation",
  "demonstration",
];

export function Journal() {
  const [kind, setKind] = useState("all");
  const [about, setAbout] = useState("");
  const [pages, setPages] = useState<string[]>([]);
  const words = about.trim();
  const journal = useList<Event>("/api/journal", {
    type: kind === "all" ? undefined : kind,
    about: words === "" ? undefined : words,
    after: pages.at(-1),
    limit: 50,
  });
  return (
    <Page title={t("nav.journal")} lead={t("audit.journal_lead")} width="wide">
      <search className="audit-filter">
        <Select
          label={t("audit.kind")}
          value={kind}
          onChange={(next) => {
            setKind(next);
            setPages([]);
          }}
          options={[
            { value: "all", label: t("audit.kind_all") },
            ...kinds.map((name) => ({ value: name, label: tMaybe(`audit.kind.${name}`) })),
          ]}
        />
        <TextField
          label={t("audit.search")}
          hint={t("audit.search_hint")}
          type="search"
          maxLength={120}
          value={about}
          onChange={(next) => {
            setAbout(next);
            setPages([]);
          }}
        />
      </search>
      <Read of={journal}>
        {(list) => (
          <div className="stack">
            <Rows rows={list.items} />
            <Pagination
              onPrevious={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : undefined}
              onNext={list.next ? () => setPages([...pages, list.next ?? ""]) : undefined}
            />
          </div>
        )}
      </Read>
    </Page>
  );
}

function Rows({ rows }: { rows: Event[] }) {
  return (
    <Table
      caption={t("nav.journal")}
      hideCaption
      rows={rows}
      rowKey={(event) => String(event.seq)}
      empty={<EmptyState title={t("audit.none")}>{t("audit.none_lead")}</EmptyState>}
      columns={[
        { key: "seq", header: t("audit.number"), kind: "number", cell: (event) => formatNumber(event.seq) },
        { key: "at", header: t("audit.at"), kind: "fit", cell: (event) => <When at={event.at} /> },
        {
          key: "type",
          header: t("audit.event"),
          rowHeader: true,
          cell: (event) => tMaybe(`audit.event.${event.type}`, event.type),
        },
        { key: "actor", header: t("audit.by"), cell: who },
        { key: "ref", header: t("audit.about"), cell: (event) => <span className="audit-ref">{event.ref}</span> },
        { key: "data", header: t("audit.data"), cell: (event) => <Data event={event} /> },
      ]}
    />
  );
}

function When({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatSeconds(at)}>
      {formatDateTime(at)}
    </time>
  );
}

function who(event: Event): string {
  if (event.actor === "system") return t("audit.by_system");
  return event.actor_name || event.actor;
}

/** What the row holds besides: ids, states and hashes, a line for each. */
function Data({ event }: { event: Event }) {
  const data = (event.data ?? {}) as Record<string, unknown>;
  const lines = Object.entries({ ...data, hash: event.hash }).map(
    ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return (
    <details className="audit-data">
      <summary aria-label={t("audit.data_of", { seq: event.seq })}>{t("audit.data")}</summary>
      <pre className="mono">{lines.join("\n")}</pre>
    </details>
  );
}
