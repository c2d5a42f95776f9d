/** Ballots on which discussion was asked for and this member says whether they go on, where there are any. */
import { useList } from "../api/query.ts";
import type { components } from "../api/schema.d.ts";
import { t } from "../i18n/index.ts";
import { Card, Section } from "../ui/Page.tsx";

type Line = components["schemas"]["BallotLine"];

export default function Undecided() {
  const undecided = useList<Line>("/api/ballots", { list: "undecided" }, { refs: ["ballots/"] });
  const lines = undecided.data?.items ?? [];
  if (lines.length === 0) return null;
  return (
    <Section title={t("home.undecided", { count: lines.length })} lead={t("home.undecided_lead")}>
      <div className="stack">
        {lines.map((line) => (
          <Card key={line.id} href={`/ballots/${line.id}`} title={line.title}>
            <p>
              <span className="soft">{t("home.lead_agency")}</span> {line.lead}
            </p>
          </Card>
        ))}
      </div>
    </Section>
  );
}
