/** The ballots that wait for an approver's word, and those approved that have not gone out yet. */
import { useList } from "../../api/query.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Card, EmptyState, Page, Section } from "../../ui/Page.tsx";
import { Read } from "../../ui/Status.tsx";
import { BallotState } from "../parts/Head.tsx";
import type { BallotLine } from "../parts/types.ts";

export function Approvals() {
  const waiting = useList<BallotLine>("/api/ballots", { list: "desk", state: "submitted" }, { refs: ["ballots/"] });
  const approved = useList<BallotLine>("/api/ballots", { list: "desk", state: "approved" }, { refs: ["ballots/"] });
  const open = useList<BallotLine>(
    "/api/ballots",
    { list: "desk", state: "open", urgent: true },
    { refs: ["ballots/"] },
  );
  return (
    <Page title={t("approvals.title")} lead={t("approvals.lead")}>
      <Section title={t("approvals.waiting")}>
        <Read of={waiting}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t("approvals.none")}>{t("approvals.none_lead")}</EmptyState>
            ) : (
              <Lines lines={items} base="/ballots/approvals" />
            )
          }
        </Read>
      </Section>
      {(approved.data?.items.length ?? 0) > 0 && (
        <Section title={t("approvals.approved")}>
          <Lines lines={approved.data?.items ?? []} base="/ballots/desk" />
        </Section>
      )}
      {(open.data?.items.length ?? 0) > 0 && (
        <Section title={t("approvals.open")}>
          <Lines lines={open.data?.items ?? []} base="/ballots/desk" />
        </Section>
      )}
    </Page>
  );
}

function Lines({ lines, base }: { lines: BallotLine[]; base: string }) {
  return (
    <div className="stack">
      {lines.map((line) => (
        <Card key={line.id} href={`${base}/${line.id}`} title={line.title || t("desk.untitled")}>
          <p className="row">
            <BallotState state={line.state} />
            <span className="soft">{line.lead}</span>
            <span className="soft number">{t("approvals.made", { date: formatDate(line.made_at) })}</span>
          </p>
        </Card>
      ))}
    </div>
  );
}
