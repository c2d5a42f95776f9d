/** Somebody else changed the draft while it was typed into: both versions, field by field, and the choice. */
import { formatDateTime } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Banner } from "../../../ui/Status.tsx";
import { Table } from "../../../ui/Table.tsx";
import type { Ballot } from "../../parts/types.ts";
import type { BodyMember } from "../ballot.ts";
import { differences, type Terms, termsOf } from "./terms.ts";
import type { TermsForm } from "./useTerms.ts";

export function Stale({ form, theirs, members }: { form: TermsForm; theirs: Ballot; members: BodyMember[] }) {
  const other = termsOf(theirs);
  const keys = differences(form.terms, other);
  if (theirs.state !== "draft") {
    return (
      <Banner
        tone="bad"
        title={t("desk.stale_left")}
        action={<Button onPress={form.takeTheirs}>{t("desk.stale_see")}</Button>}
      />
    );
  }
  return (
    <Banner tone="bad" title={t("problem.stale")}>
      <div className="stack">
        <Table
          caption={t("desk.stale_table")}
          hideCaption
          rows={keys}
          rowKey={(key) => key}
          columns={[
            { key: "field", header: t("desk.stale_field"), rowHeader: true, cell: (key) => t(`desk.field_${key}`) },
            {
              key: "mine",
              header: t("problem.stale_yours"),
              cell: (key) => <Value terms={form.terms} field={key} members={members} />,
            },
            {
              key: "theirs",
              header: t("problem.stale_current"),
              cell: (key) => <Value terms={other} field={key} members={members} />,
            },
          ]}
        />
        <div className="row">
          <Button onPress={form.takeTheirs}>{t("desk.stale_take")}</Button>
          <Button variant="primary" onPress={form.keepMine}>
            {t("desk.stale_keep")}
          </Button>
        </div>
      </div>
    </Banner>
  );
}

function Value({ terms, field, members }: { terms: Terms; field: keyof Terms; members: BodyMember[] }) {
  switch (field) {
    case "questions":
      return (
        <ol>
          {terms.questions.map((question) => (
            <li key={question.id}>
              {question.text || t("desk.empty_value")}
              {question.kind === "options" && ` (${question.options.join(" / ")})`}
            </li>
          ))}
        </ol>
      );
    case "papers":
      return t("desk.papers_count", { count: terms.papers.length });
    case "recused":
      return (
        terms.recused.map((person) => members.find((one) => one.person === person)?.full_name ?? person).join(", ") ||
        t("desk.empty_value")
      );
    case "open_at":
      return terms.open_at ? formatDateTime(terms.open_at) : t("desk.open_now");
    case "show_who":
    case "show_live":
    case "by_name":
      return terms[field] ? t("desk.yes") : t("desk.no");
    default:
      return String(terms[field]) || t("desk.empty_value");
  }
}
