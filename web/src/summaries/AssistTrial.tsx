/** What the last test of the connection said, a line for each thing that the server must be able to do. */
import { formatDateTime, formatNumber } from "../i18n/format.ts";
import { pick, t, tMaybe } from "../i18n/index.ts";
import { EmptyState, Section } from "../ui/Page.tsx";
import { Banner, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import type { Assist, Check } from "./assist.ts";

export function AssistTrial({ view }: { view: Assist }) {
  const { trial } = view;
  return (
    <Section title={t("assist.trial")} lead={t("assist.trial_lead")}>
      {trial ? (
        <>
          <Banner tone={trial.ok ? "good" : "bad"} title={t(trial.ok ? "assist.tried_ok" : "assist.tried_not")}>
            <p>
              {t("assist.tried_at", {
                name: trial.by,
                at: formatDateTime(trial.at),
                count: formatNumber(trial.calls),
                total: formatNumber(trial.tokens),
                seconds: formatNumber(Math.round(trial.millis / 100) / 10),
              })}
            </p>
          </Banner>
          <Table
            caption={t("assist.trial")}
            hideCaption
            rows={trial.checks}
            rowKey={(check) => check.check}
            columns={[
              {
                key: "check",
                header: t("assist.check"),
                rowHeader: true,
                cell: (check) => tMaybe(`assist.check_${check.check}`, check.check),
              },
              { key: "result", header: t("assist.result"), kind: "fit", cell: (check) => <Outcome check={check} /> },
              { key: "todo", header: t("assist.todo"), cell: todo },
            ]}
          />
        </>
      ) : (
        <EmptyState title={t("assist.trial_none")}>{t("assist.trial_none_lead")}</EmptyState>
      )}
    </Section>
  );
}

const why = (check: Check) => pick(check.why.vi, check.why.en);

function todo(check: Check): string {
  if (check.ok) return t("assist.nothing_to_do");
  return why(check) || t("assist.after_first");
}

/** A server that counts no tokens can be used all the same; what follows a failure was not tried. */
function Outcome({ check }: { check: Check }) {
  if (check.ok) return <StateTag tone="good">{t("assist.passed")}</StateTag>;
  if (!why(check)) return <StateTag>{t("assist.untried")}</StateTag>;
  if (check.check === "usage") return <StateTag tone="warn">{t("assist.lacking")}</StateTag>;
  return <StateTag tone="bad">{t("assist.failed")}</StateTag>;
}
