/** What waits for an approver's word, where there is any: it stands on the first page as every other thing that waits. */
import { useList } from "../api/query.ts";
import type { components } from "../api/schema.d.ts";
import { t } from "../i18n/index.ts";
import { Card, Section } from "../ui/Page.tsx";

type Line = components["schemas"]["BallotLine"];

export default function Approvals() {
  const waiting = useList<Line>("/api/ballots", { list: "desk", state: "submitted" }, { refs: ["ballots/"] });
  const lines = waiting.data?.items ?? [];
  if (lines.length === 0) return null;
  return (
    <Section title={t("home.approvals", { count: lines.length })}>
      <div className="stack">
        {lines.map((line) => (
          <Card key={line.id} href={`/ballots/approvals/${line.id}`} title={line.title}>
            <p>
              <span className="soft">{t("home.lead_agency")}</span> {line.lead}
            </p>
          </Card>
        ))}
      </div>
    </Section>
  );
}
