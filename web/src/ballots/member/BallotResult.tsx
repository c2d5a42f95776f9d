/** The result as a member may see it: its sentence first, then every question with bar and table. */
import { Problem } from "../../api/problem.ts";
import { useThing } from "../../api/query.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { EmptyState, Section } from "../../ui/Page.tsx";
import { Read } from "../../ui/Status.tsx";
import { OutcomeBlock } from "../parts/Outcome.tsx";
import type { Ballot, Result } from "../parts/types.ts";

export default function BallotResult({ ballot }: { ballot: Ballot }) {
  const result = useThing<Result>(`result/${ballot.id}`, `/api/ballots/${ballot.id}/result`);
  const hidden = result.error instanceof Problem && (result.error.status === 403 || result.error.status === 404);
  if (hidden) {
    return (
      <Section title={t("member.result")}>
        <EmptyState title={t("member.result_waits")}>{t("member.result_waits_lead")}</EmptyState>
      </Section>
    );
  }
  return (
    <Section title={t(ballot.state === "closed" ? "outcome.provisional" : "outcome.final")} className="ballot-result">
      <Read of={result}>
        {(held) => (
          <>
            {held.questions.length > 1 && (
              <p className="outcome-sentence">{pick(held.sentence.vi, held.sentence.en)}</p>
            )}
            {held.discuss > 0 && <p>{t("outcome.discuss", { count: held.discuss })}</p>}
            <div className="stack-wide">
              {held.questions.map((question, index) => (
                <OutcomeBlock
                  key={question.question}
                  outcome={question}
                  number={held.questions.length > 1 ? index + 1 : 0}
                />
              ))}
            </div>
            {held.certified_at && (
              <p className="soft">
                {t("outcome.certified", { name: held.certified_by, time: formatDateTime(held.certified_at) })}
              </p>
            )}
          </>
        )}
      </Read>
    </Section>
  );
}
