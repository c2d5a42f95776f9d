/** What tells that a model had a part in something. */
import { t } from "../i18n/index.ts";
import { StateTag } from "../ui/Status.tsx";

/** What every text of a model wears until a person has approved it. */
export function DraftTag() {
  return (
    <StateTag tone="warn">
      {t("course.draft")}
      <span className="visually-hidden">. {t("course.draft_hint")}</span>
    </StateTag>
  );
}

/** Beside the state of a table that a model had a part in; the exports say it too. */
export function AssistedTag({ assisted }: { assisted: boolean }) {
  return assisted && <StateTag>{t("course.assisted")}</StateTag>;
}

/** The same in a sentence, which says whether a person has approved it. */
export function AssistedNote({ assisted, approved }: { assisted: boolean; approved: boolean }) {
  if (!assisted) return null;
  return <p className="soft small">{t(approved ? "course.assisted_approved" : "course.assisted_draft")}</p>;
}
