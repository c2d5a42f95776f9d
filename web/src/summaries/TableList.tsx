/** The approved tables of who answers their points, and of who reads them. */
import { useState } from "react";
import { Link } from "wouter";
import { useList } from "../api/query.ts";
import { hasRole, useMe } from "../api/session.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import type { TableLine } from "./types.ts";

export default function TableList() {
  const drafter = hasRole(useMe(), "drafter");
  const [cursors, setCursors] = useState<string[]>([]);
  const list = useList<TableLine>(
    "/api/tables",
    { after: cursors.at(-1) ?? "" },
    { refs: ["synthesis", "/api/syntheses"] },
  );
  return (
    <Page title={t("tables.title")} lead={t(drafter ? "tables.lead_drafter" : "tables.lead")} width="wide">
      <Read of={list}>
        {({ items, next }) => (
          <div className="stack">
            <Table
              caption={t("tables.title")}
              hideCaption
              rows={items}
              rowKey={(line) => line.id}
              empty={
                <EmptyState title={t("tables.none")}>
                  {t(drafter ? "tables.none_drafter" : "tables.none_lead")}
                </EmptyState>
              }
              columns={[
                {
                  key: "draft",
                  header: t("synth.draft"),
                  rowHeader: true,
                  cell: (line) => (
                    <span className="stack-tight">
                      <Link href={`/summaries/${line.id}/table`}>{line.draft}</Link>
                      <span className="soft small">{line.text}</span>
                      <span className="soft small">{line.lead}</span>
                    </span>
                  ),
                },
                {
                  key: "approved",
                  header: t("tables.approved"),
                  cell: (line) =>
                    t("tables.version_at", { version: line.version, at: formatDateTime(line.approved_at) }),
                },
                { key: "answers", header: t("tables.answers"), cell: (line) => <Answers line={line} /> },
              ]}
            />
            {(cursors.length > 0 || next) && (
              <Pagination
                onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
                onNext={next ? () => setCursors([...cursors, next]) : undefined}
              >
                {t("synth.page", { page: cursors.length + 1 })}
              </Pagination>
            )}
          </div>
        )}
      </Read>
    </Page>
  );
}

function Answers({ line }: { line: TableLine }) {
  return (
    <span className="stack-tight">
      {line.unanswered > 0 ? (
        <StateTag tone={line.answers ? "warn" : "neutral"}>
          {t("tables.to_answer", { count: line.unanswered, total: line.points })}
        </StateTag>
      ) : (
        <StateTag tone="good">{t("tables.all_answered", { total: line.points })}</StateTag>
      )}
      {line.sent_back > 0 && <StateTag tone="bad">{t("tables.sent_back", { count: line.sent_back })}</StateTag>}
      {line.unchecked > 0 && <span className="soft small">{t("tables.unchecked", { count: line.unchecked })}</span>}
    </span>
  );
}
