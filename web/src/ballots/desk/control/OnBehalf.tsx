/** An answer that came on paper or by telephone, recorded with its scan on a line of its own. */
import { useState } from "react";
import { Problem } from "../../../api/problem.ts";
import { useCommand } from "../../../api/query.ts";
import { formatDeadline } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { DatePicker } from "../../../ui/DatePicker.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import { Banner } from "../../../ui/Status.tsx";
import { emptyContent } from "../../parts/content.ts";
import { Editor } from "../../parts/Editor.tsx";
import type { Ballot, Content } from "../../parts/types.ts";
import { keepMatrix, type Matrix, type Seat } from "../ballot.ts";
import { ActDialog, fieldError } from "./ActDialog.tsx";

interface Typed {
  content: Content;
  reason: string;
  received: string;
}

const nothing: Typed = { content: emptyContent, reason: "", received: "" };

export function OnBehalf({
  ballot,
  seat,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  seat: Seat | undefined;
  isOpen: boolean;
  onClose: () => void;
}) {
  // What is typed for each member stays with that member while the screen is open.
  const [forms, setForms] = useState<Record<number, Typed>>({});
  const no = seat?.seat ?? 0;
  const consults = ballot.kind === "consultation";
  const typed = forms[no] ?? nothing;
  const change = (next: (old: Typed) => Typed) => setForms((old) => ({ ...old, [no]: next(old[no] ?? nothing) }));
  const record = useCommand<{ seat: number; content: Content; reason: string; received_at: string }, Matrix>(
    { path: `/api/ballots/${ballot.id}/on-behalf`, signs: true },
    {
      onDone: (matrix, { seat }) => {
        keepMatrix(matrix);
        announce(t(consults ? "consult.behalf_said" : "desk.behalf_said"));
        setForms((old) => ({ ...old, [seat]: nothing }));
        onClose();
      },
    },
  );
  const error = (path: string) =>
    fieldError(record.error, path) ??
    fieldError(record.error, `content.${path}`) ??
    // A file refused names its place in the list; its text stands at the list.
    (path === "files" && record.error instanceof Problem
      ? record.error.fields.find((one) => /files\[\d+\]/.test(one.path))?.detail
      : undefined);
  const missing = typed.content.opinions.filter((one) => one.choice).length < ballot.questions.length;
  const unwrittenReserve = typed.content.reserve !== "" && typed.content.reserve.trim() === "";
  return (
    <ActDialog
      title={t("desk.behalf_title", { name: seat?.member.name ?? "" })}
      isOpen={isOpen}
      onClose={onClose}
      wide
      act={t(consults ? "consult.behalf_act" : "desk.behalf_act")}
      error={record.error}
      pending={record.isPending}
      isDisabled={missing || unwrittenReserve || !typed.received}
      onSubmit={() =>
        record.mutate({
          seat: no,
          content: { ...typed.content, reserve: typed.content.reserve.trim() },
          reason: typed.reason,
          received_at: typed.received,
        })
      }
    >
      <Banner title={t(ballot.state === "open" ? "desk.behalf_counts" : "desk.behalf_second")}>
        {t(consults ? "consult.behalf_lead" : "desk.behalf_lead", { name: seat?.member.name ?? "" })}
      </Banner>
      <DatePicker
        name="received_at"
        label={t("desk.received_at")}
        hint={t("desk.received_hint", { at: formatDeadline(ballot.deadline?.at) })}
        withTime
        value={typed.received}
        onChange={(received) => change((old) => ({ ...old, received }))}
        error={fieldError(record.error, "received_at")}
      />
      <TextArea
        name="reason"
        label={t(consults ? "consult.behalf_reason" : "desk.behalf_reason")}
        hint={t(consults ? "consult.behalf_reason_hint" : "desk.behalf_reason_hint")}
        rows={2}
        maxLength={2000}
        value={typed.reason}
        onChange={(reason) => change((old) => ({ ...old, reason }))}
        error={fieldError(record.error, "reason")}
      />
      <p className="soft">{t(consults ? "consult.behalf_scan_hint" : "desk.behalf_scan_hint")}</p>
      <Editor
        questions={ballot.questions}
        content={typed.content}
        onChange={(content) => change((old) => ({ ...old, content: { ...content, files: content.files } }))}
        error={(path) =>
          error(path) ?? (path === "reserve" && unwrittenReserve ? t("member.gap_reserve_none") : undefined)
        }
        filesPath={`/api/ballots/${ballot.id}/scans`}
        reserves={!consults}
      />
    </ActDialog>
  );
}
