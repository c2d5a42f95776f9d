/** What came of a ballot as a member may see it: the sheet that everybody sees, and where the own opinion was filed. */
import "../../i18n/late/member.ts";
import { Problem } from "../../api/problem.ts";
import { useAsNew, useThing } from "../../api/query.ts";
import { t } from "../../i18n/index.ts";
import { EmptyState, Section } from "../../ui/Page.tsx";
import { Read } from "../../ui/Status.tsx";
import type { Ballot, Result } from "../parts/types.ts";
import { Downloads } from "../result/Downloads.tsx";
import { ResultSheet } from "../result/ResultSheet.tsx";
import { Filing } from "./Filing.tsx";

export default function BallotResult({ ballot, asked = false }: { ballot: Ballot; asked?: boolean | undefined }) {
  const result = useThing<Result>(`result/${ballot.id}`, `/api/ballots/${ballot.id}/result`);
  useAsNew(`result/${ballot.id}`, result.data?.rev, ballot.rev);
  const hidden = result.error instanceof Problem && (result.error.status === 403 || result.error.status === 404);
  return (
    <>
      <Section title={t(ballot.state === "closed" ? "result.provisional" : "result.final")} className="ballot-result">
        {hidden ? (
          <EmptyState title={t("member.result_waits")}>{t("member.result_waits_lead")}</EmptyState>
        ) : (
          <Read of={result}>
            {(held) => (
              <div className="stack">
                <Downloads id={ballot.id} />
                <ResultSheet result={held} ballot={ballot} level={3} />
              </div>
            )}
          </Read>
        )}
      </Section>
      {asked && <Filing ballot={ballot} />}
    </>
  );
}
