/** A ballot read only: what is asked, with which papers, under which rules, until when. */
import "../../i18n/late/member.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { DefinitionList, Section } from "../../ui/Page.tsx";
import { Banner } from "../../ui/Status.tsx";
import type { Ballot } from "../parts/types.ts";
import { paperKind } from "../parts/words.ts";
import { Asked } from "../respondents/Asked.tsx";
import { DeadlineText } from "./DeadlinePreview.tsx";
import { RuleLines } from "./Rules.tsx";
import { switches } from "./words.ts";

export function Terms({ ballot, papers = true }: { ballot: Ballot; papers?: boolean }) {
  const deadline = ballot.deadline ?? ballot.desk?.planned;
  const rules = ballot.profile ?? ballot.desk?.rules;
  const me = useMe();
  const consults = ballot.kind === "consultation";
  const recused = ballot.desk?.recused ?? [];
  return (
    <div className="stack-wide terms">
      <Section title={t("desk.part_questions")}>
        <ol className="terms-questions">
          {ballot.questions.map((question) => (
            <li key={question.key}>
              {question.text}
              {question.options.length > 0 && (
                <ul>
                  {question.options.map((option) => (
                    <li key={option.key}>
                      {option.text}
                      {option.key === question.proposal && <strong> ({t("desk.proposed")})</strong>}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
      </Section>
      {papers && (
        <Section title={t("desk.part_papers")}>
          <ol>
            {ballot.papers.map((paper) => (
              <li key={paper.version}>
                {paper.title}{" "}
                <span className="soft small">
                  {paperKind(paper.kind)} · {t("parts.version", { number: paper.number })}
                </span>
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title={t("desk.part_when")}>
        {!ballot.deadline && (
          <p>
            {ballot.desk?.open_at
              ? t("desk.opens_at", { at: formatDateTime(ballot.desk.open_at) })
              : t("desk.opens_now")}
          </p>
        )}
        {deadline && <DeadlineText deadline={deadline} fromSending={!ballot.deadline && !ballot.desk?.open_at} />}
        {consults ? (
          <p className="soft">{t("consult.rules")}</p>
        ) : rules ? (
          <RuleLines profile={rules} />
        ) : (
          <Banner tone="warn" title={t("desk.no_rules")} />
        )}
      </Section>
      {consults && ballot.round === 0 && hasRole(me, "secretariat", "approver") && <Asked ballot={ballot} />}
      <Section title={t("desk.part_open")}>
        {!consults && (
          <ul>
            {switches(ballot).map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        <DefinitionList
          items={[
            [t("desk.recused_list"), recused.map((one) => one.name).join(", ")],
            [t("desk.made_by"), ballot.desk?.made_by],
            [t("desk.submitted_by"), ballot.desk?.submitted_by],
            [t("desk.approved_by"), ballot.approved_by],
          ]}
        />
      </Section>
    </div>
  );
}
