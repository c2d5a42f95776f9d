/** How much each agency has to do, and what became of what was due, month by month. */
import { Download } from "lucide-react";
import { Link } from "wouter";
import { useList } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { DownloadButton } from "../ui/Button.tsx";
import { EmptyState, Page, Section } from "../ui/Page.tsx";
import { Read } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { refs, useFigures } from "./calls.ts";
import type { Figures } from "./types.ts";
import { agencyText } from "./words.tsx";

type Board = Schema<"TaskBoard">;
const shown = ["overdue", "soon", "assigned", "doing", "reported"] as const;
const figures = ["due", "on_time", "late", "overdue", "running"] as const;

export function Overview() {
  const boards = useList<Board>("/api/tasks-boards", {}, { refs });
  const months = useFigures<Figures>("/api/tasks-figures");
  return (
    <Page
      title={t("tasks.overview")}
      lead={t("tasks.overview_lead")}
      width="wide"
      back={{ href: "/tasks", label: t("tasks.all") }}
    >
      <Section title={t("tasks.by_agency")}>
        <Read of={boards}>
          {({ items }) => (
            <Table
              caption={t("tasks.by_agency")}
              hideCaption
              rows={[...items].sort((a, b) => b.counts.overdue - a.counts.overdue)}
              rowKey={(board) => board.agency.id}
              empty={<EmptyState title={t("tasks.no_boards")}>{t("tasks.no_boards_lead")}</EmptyState>}
              columns={[
                {
                  key: "agency",
                  header: t("tasks.lead_agency"),
                  rowHeader: true,
                  cell: (board) => <Link href={`/tasks?agency=${board.agency.id}`}>{agencyText(board.agency)}</Link>,
                },
                ...shown.map((key) => ({
                  key,
                  header: t(`tasks.count_${key}`),
                  kind: "number" as const,
                  cell: (board: Board) =>
                    key === "overdue" && board.counts.overdue > 0 ? (
                      <Link href={`/tasks?agency=${board.agency.id}&due=overdue`}>
                        <strong className="task-bad">{board.counts.overdue}</strong>
                      </Link>
                    ) : (
                      board.counts[key]
                    ),
                })),
              ]}
            />
          )}
        </Read>
      </Section>
      <Section
        title={t("tasks.figures")}
        lead={t("tasks.figures_lead")}
        tools={
          <DownloadButton href="/api/tasks-figures.xlsx" icon={<Download aria-hidden />}>
            {t("tasks.download")}
          </DownloadButton>
        }
      >
        <Read of={months}>
          {({ items }) => (
            <Table
              caption={t("tasks.figures")}
              hideCaption
              rows={items}
              rowKey={(figure) => `${figure.month} ${figure.agency.id}`}
              empty={<EmptyState title={t("tasks.no_boards")}>{t("tasks.no_boards_lead")}</EmptyState>}
              columns={[
                {
                  key: "month",
                  header: t("tasks.month"),
                  kind: "fit",
                  cell: (figure) => (
                    <span className="number">
                      {figure.month.slice(5)}/{figure.month.slice(0, 4)}
                    </span>
                  ),
                },
                {
                  key: "agency",
                  header: t("tasks.lead_agency"),
                  rowHeader: true,
                  cell: (figure) => agencyText(figure.agency),
                },
                ...figures.map((key) => ({
                  key,
                  header: t(`tasks.figure_${key}`),
                  kind: "number" as const,
                  cell: (figure: Figures["items"][number]) => figure[key],
                })),
              ]}
            />
          )}
        </Read>
      </Section>
    </Page>
  );
}
