/** What every text of a model wears until a person has approved it. */
import { t } from "../i18n/index.ts";
import { StateTag } from "../ui/Status.tsx";

export function DraftTag() {
  return (
    <StateTag tone="warn">
      {t("course.draft")}
      <span className="visually-hidden">. {t("course.draft_hint")}</span>
    </StateTag>
  );
}
