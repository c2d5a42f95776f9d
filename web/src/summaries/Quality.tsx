/** How the first draft fared under review: agreement, what persons changed, what was refused, what is unread. */
import { formatNumber } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { DefinitionList, Section } from "../ui/Page.tsx";
import { useRun } from "./course.ts";
import type { Review } from "./types.ts";

const percent = (share: number) => Math.round(share * 100);
const share = (count: number, total: number) =>
  t("quality.of", { count, total, number: percent(total ? count / total : 0) });

export function Quality({ id, view }: { id: string; view: Review }) {
  const run = useRun(id).data;
  const { quality, asked, must_read, ledger } = view;
  return (
    <Section title={t("quality.title")} lead={t(asked.assisted ? "quality.lead_model" : "quality.lead_code")}>
      <DefinitionList
        items={[
          [
            t("quality.f1"),
            t("quality.f1_value", {
              count: percent(quality.f1),
              done: percent(quality.precision),
              total: percent(quality.recall),
            }),
          ],
          [t("quality.moved"), formatNumber(quality.moved)],
          [t("quality.rows"), share(quality.changed, quality.rows)],
          [t("quality.points"), share(quality.filed, quality.points)],
          [t("quality.unread"), t("quality.unread_value", { count: ledger.unread.length, total: must_read.length })],
          [
            t("quality.refused"),
            run && run.state !== "none"
              ? run.refused
                  .map((one) => `${tMaybe(`course.refused_${one.code}`, one.code)}: ${formatNumber(one.count)}`)
                  .join("; ") || t("quality.refused_none")
              : "",
          ],
        ]}
      />
    </Section>
  );
}
