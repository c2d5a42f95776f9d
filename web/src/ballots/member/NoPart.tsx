/** A member takes no part in a ballot: what that does, the reason, and no way back. */
import { useState } from "react";
import { useLocation } from "wouter";
import { useCommand } from "../../api/query.ts";
import { t } from "../../i18n/index.ts";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { ActDialog, fieldError } from "../desk/control/ActDialog.tsx";
import type { Ballot } from "../parts/types.ts";

export default function NoPart({ ballot, onClose }: { ballot: Ballot; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [, go] = useLocation();
  const declare = useCommand<{ reason: string }, void>(
    { path: `/api/ballots/${ballot.id}/recusal`, signs: true, touches: ["/api/ballots"] },
    {
      onDone: () => {
        announce(t("member.no_part_said", { title: ballot.title }));
        go("/");
      },
    },
  );
  return (
    <ActDialog
      title={t("member.no_part_title")}
      isOpen
      onClose={onClose}
      danger
      act={t("member.no_part_act")}
      error={declare.error}
      pending={declare.isPending}
      onSubmit={() => declare.mutate({ reason })}
    >
      <ul>
        <li>{t("member.no_part_reads")}</li>
        <li>{t("member.no_part_counts")}</li>
        <li>{t("member.no_part_back")}</li>
      </ul>
      <TextArea
        label={t("member.no_part_reason")}
        name="reason"
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={fieldError(declare.error, "reason")}
      />
    </ActDialog>
  );
}
