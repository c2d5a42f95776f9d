/** Taking a ballot back: answers are kept and never tallied. */
import { useState } from "react";
import { t } from "../../../i18n/index.ts";
import { TextArea } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import type { Ballot } from "../../parts/types.ts";
import { type Matrix, useBallotAct } from "../ballot.ts";
import { ActDialog, fieldError } from "./ActDialog.tsx";

export function Recall({
  ballot,
  matrix,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  matrix: Matrix | undefined;
  isOpen: boolean;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const recall = useBallotAct<{ ballot_rev: number; reason: string }>(ballot.id, "recall", () => {
    announce(t("desk.recalled_said"));
    onClose();
  });
  const sent = ballot.round > 0;
  return (
    <ActDialog
      title={t("desk.recall_title")}
      isOpen={isOpen}
      onClose={onClose}
      danger
      act={
        sent
          ? t("desk.recall_act", { answered: matrix?.answered ?? 0, total: matrix?.total ?? ballot.members })
          : t("desk.recall_act_unsent")
      }
      error={recall.error}
      pending={recall.isPending}
      onSubmit={() => recall.mutate({ ballot_rev: ballot.ballot_rev, reason })}
    >
      {sent ? (
        <ul>
          <li>{t("desk.recall_effect_stop")}</li>
          <li>{t("desk.recall_effect_answers", { answered: matrix?.answered ?? 0 })}</li>
          <li>{t("desk.recall_effect_told", { total: matrix?.total ?? ballot.members })}</li>
        </ul>
      ) : (
        <p>{t("desk.recall_effect_unsent")}</p>
      )}
      <TextArea
        name="reason"
        label={t("desk.reason")}
        hint={t("desk.recall_reason_hint")}
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={fieldError(recall.error, "reason")}
      />
    </ActDialog>
  );
}
