/** A member has told the secretariat that he takes no part. */
import { useState } from "react";
import { useCommand } from "../../../api/query.ts";
import { t } from "../../../i18n/index.ts";
import { TextArea } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import type { Ballot } from "../../parts/types.ts";
import { keepBallot, type Seat } from "../ballot.ts";
import { ActDialog, fieldError } from "./ActDialog.tsx";

export function Recusal({
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
  const [reason, setReason] = useState("");
  const record = useCommand<{ reason: string }, Ballot>(
    {
      path: `/api/ballots/${ballot.id}/seats/${seat?.seat ?? 0}/recusal`,
      signs: true,
      touches: [`matrix/${ballot.id}`],
    },
    {
      onDone: (next) => {
        keepBallot(next);
        announce(t("desk.seat_changed_said"));
        setReason("");
        onClose();
      },
    },
  );
  return (
    <ActDialog
      title={t("desk.recusal_title", { name: seat?.member.name ?? "" })}
      isOpen={isOpen}
      onClose={onClose}
      danger
      act={t("desk.recusal_act")}
      error={record.error}
      pending={record.isPending}
      onSubmit={() => record.mutate({ reason })}
    >
      <ul>
        <li>{t("desk.recusal_reads")}</li>
        <li>{t("desk.recusal_counts")}</li>
      </ul>
      <TextArea
        name="reason"
        label={t("desk.reason")}
        hint={t("desk.recusal_hint")}
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={fieldError(record.error, "reason")}
      />
    </ActDialog>
  );
}
