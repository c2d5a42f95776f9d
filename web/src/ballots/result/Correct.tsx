/** A correction on record beside a certified result, which stays as it is. */
import { useState } from "react";
import { useCommand } from "../../api/query.ts";
import { t } from "../../i18n/index.ts";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { ActDialog, fieldError } from "../desk/control/ActDialog.tsx";
import type { Ballot, Result } from "../parts/types.ts";

export function Correct({ ballot, isOpen, onClose }: { ballot: Ballot; isOpen: boolean; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [text, setText] = useState("");
  const correct = useCommand<{ reason: string; text: string }, Result>(
    {
      path: `/api/ballots/${ballot.id}/corrections`,
      signs: true,
      touches: [`ballot/${ballot.id}`, `result/${ballot.id}`],
    },
    {
      onDone: () => {
        announce(t("result.correct_said"));
        setReason("");
        setText("");
        onClose();
      },
    },
  );
  return (
    <ActDialog
      title={t("result.correct_title")}
      isOpen={isOpen}
      onClose={onClose}
      act={t("result.correct_send")}
      error={correct.error}
      pending={correct.isPending}
      onSubmit={() => correct.mutate({ reason, text })}
    >
      <p>{t("result.correct_lead", { count: ballot.members })}</p>
      <TextArea
        label={t("result.correct_reason")}
        name="reason"
        maxLength={4000}
        rows={2}
        value={reason}
        onChange={setReason}
        error={fieldError(correct.error, "reason")}
      />
      <TextArea
        label={t("result.correct_text")}
        name="text"
        maxLength={4000}
        value={text}
        onChange={setText}
        error={fieldError(correct.error, "text")}
      />
    </ActDialog>
  );
}
