/** A list of matters, searched and paged on the screen: by words of the title, agency or field, with or without marks. */
import { useState } from "react";
import { Link } from "wouter";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { TextField } from "../ui/Field.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { matches } from "./rules.ts";
import type { MatterLine } from "./types.ts";
import { agencyText, classText, personText, stateText, stateTone } from "./words.ts";

const perPage = 25;

export function MatterList({
  caption,
  matters,
  empty,
  href,
  more,
}: {
  caption: string;
  matters: MatterLine[];
  empty: React.ReactNode;
  href: (matter: MatterLine) => string;
  /** The server has more than is shown. */
  more: boolean;
}) {
  const [words, setWords] = useState("");
  const [page, setPage] = useState(0);
  const found = words.trim()
    ? matters.filter((m) => matches(words, m.title, agencyText(m.agency), m.field, m.drafter.name))
    : matters;
  const from = Math.min(page, Math.max(0, Math.ceil(found.length / perPage) - 1)) * perPage;
  const rows = found.slice(from, from + perPage);
  if (matters.length === 0) return empty;
  return (
    <div className="stack">
      <search className="dos-search">
        <TextField
          label={t("dossiers.search")}
          hint={t("dossiers.search_hint")}
          type="search"
          value={words}
          onChange={(next) => {
            setWords(next);
            setPage(0);
          }}
        />
        <p className="soft small" role="status">
          {words.trim() ? t("dossiers.found", { count: found.length, all: matters.length }) : ""}
        </p>
      </search>
      <Table
        caption={caption}
        hideCaption
        rows={rows}
        rowKey={(matter) => matter.id}
        empty={<EmptyState title={t("dossiers.none_found")}>{t("dossiers.none_found_lead")}</EmptyState>}
        columns={[
          {
            key: "title",
            header: t("dossiers.title"),
            rowHeader: true,
            cell: (matter) => (
              <span className="stack-tight">
                <Link href={href(matter)} className="dos-link">
                  {matter.title}
                </Link>
                <span className="soft small dos-plain">
                  {agencyText(matter.agency)}
                  {matter.drafter.name && ` · ${personText(matter.drafter)}`}
                  {matter.field && ` · ${matter.field}`}
                </span>
              </span>
            ),
          },
          { key: "class", header: t("dossiers.class"), kind: "fit", cell: (matter) => classText(matter.class) },
          {
            key: "state",
            header: t("dossiers.state"),
            kind: "fit",
            cell: (matter) => <StateTag tone={stateTone(matter.state)}>{stateText(matter.state)}</StateTag>,
          },
          {
            key: "changed",
            header: t("dossiers.changed"),
            kind: "fit",
            cell: (matter) => <span className="number">{formatDateTime(matter.changed_at)}</span>,
          },
        ]}
      />
      <div className="row-between">
        <Pagination
          onPrevious={from > 0 ? () => setPage(from / perPage - 1) : undefined}
          onNext={from + perPage < found.length ? () => setPage(from / perPage + 1) : undefined}
        >
          {t("dossiers.range", { from: from + 1, to: from + rows.length, all: found.length })}
        </Pagination>
        {more && <p className="soft small">{t("dossiers.more_old")}</p>}
      </div>
    </div>
  );
}
