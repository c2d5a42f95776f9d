/** The closed ballots whose opinions are to be synthesised, the newest first. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { request } from "../api/client.ts";
import { t } from "../i18n/index.ts";
import { useLive } from "../live/hooks.ts";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { AssistedTag } from "./Draft.tsx";
import { DueLists } from "./DueLists.tsx";
import type { Line, List } from "./types.ts";

/** A page of the list; that anything of it has changed is heard at once. */
function useSyntheses(after: string) {
  useLive("syntheses");
  return useQuery<List>({
    queryKey: ["list", "/api/syntheses", { after }],
    queryFn: ({ signal }) => request<List>("GET", "/api/syntheses", undefined, { query: { after }, signal }),
    meta: { refs: ["ballots/", "syntheses/"] },
  });
}

export function SynthesisList() {
  const [cursors, setCursors] = useState<string[]>([]);
  const list = useSyntheses(cursors.at(-1) ?? "");
  return (
    <Page title={t("synth.title")} lead={t("synth.lead")} width="wide">
      <Read of={list}>
        {({ items, next, due }) => (
          <div className="stack-wide">
            {cursors.length === 0 && <DueLists due={due} />}
            <Table
              caption={t("synth.title")}
              hideCaption
              rows={items}
              rowKey={(line) => line.id}
              empty={<EmptyState title={t("synth.none")}>{t("synth.none_lead")}</EmptyState>}
              columns={[
                {
                  key: "draft",
                  header: t("synth.draft"),
                  rowHeader: true,
                  cell: (line) => (
                    <span className="stack-tight">
                      <Link href={`/summaries/${line.id}`}>{line.draft}</Link>
                      <span className="soft small">{line.text}</span>
                      <span className="soft small">{line.lead}</span>
                    </span>
                  ),
                },
                {
                  key: "answered",
                  header: t("synth.answered"),
                  cell: ({ answered, of, deemed }) =>
                    deemed > 0
                      ? t("synth.answered_of", { answered, of, deemed })
                      : t("synth.answered_all", { answered, of }),
                },
                {
                  key: "state",
                  header: t("synth.state"),
                  cell: (line) => (
                    <span className="stack-tight">
                      <LineState line={line} />
                      {line.changed && <span className="soft small">{t("submission.changed")}</span>}
                      <AssistedTag assisted={line.assisted} />
                      {(line.run === "asking" || line.run === "choosing") && (
                        <StateTag tone="warn">{t(`course.state_${line.run}`)}</StateTag>
                      )}
                      {line.waiting > 0 && (
                        <span className="soft small">{t("synth.waiting_count", { count: line.waiting })}</span>
                      )}
                    </span>
                  ),
                },
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

function LineState({ line }: { line: Line }) {
  if (line.state === "none") return <StateTag tone="warn">{t("synth.state_none")}</StateTag>;
  if (line.state === "review")
    return <StateTag tone="active">{t("synth.state_review", { version: line.version })}</StateTag>;
  if (line.state === "submitted")
    return <StateTag tone="warn">{t("submission.waits_version", { version: line.version })}</StateTag>;
  if (line.state === "returned")
    return <StateTag tone="bad">{t("submission.returned_version", { version: line.version })}</StateTag>;
  return <StateTag tone="good">{t("synth.state_approved", { version: line.version })}</StateTag>;
}
