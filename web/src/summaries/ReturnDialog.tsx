/**
 * Sends back what was handed over, with the reason. What is typed stays until it is sent, also when
 * the window is closed or another table waits by then.
 */
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useTyped } from "../api/typed.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { useReturn } from "./calls.ts";
import type { Review } from "./types.ts";

export function ReturnDialog({
  id,
  version,
  handed,
  onClose,
}: {
  id: string;
  version: number;
  /** What waits now. */
  handed: Review["submission"];
  onClose: () => void;
}) {
  const [reason, keep] = useTyped(`return ${id}`, "");
  const now = handed?.no;
  const [seen, look] = useState(now);
  const send = useReturn(id, () => {
    keep(undefined);
    onClose();
  });
  const moved = now !== seen && !send.isPending;
  const stale = send.error instanceof Problem && send.error.stale;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("submission.return_title", { version })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={moved || !seen || reason.trim() === ""}
            onPress={() => seen && send.mutate({ submission: seen, reason: reason.trim() })}
            pending={send.isPending && t("submission.returning")}
          >
            {t("submission.return_act")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t("submission.return_lead")}</p>
        {!stale && <ErrorSummary error={send.error} />}
        <div role="status">
          {moved && (
            <Banner
              tone="warn"
              title={t(now ? "submission.meanwhile" : "submission.meanwhile_gone")}
              action={now && <Button onPress={() => look(now)}>{t("submission.looked")}</Button>}
            />
          )}
        </div>
        <TextArea
          name="reason"
          label={t("submission.reason")}
          value={reason}
          isReadOnly={send.isPending} // what is typed meanwhile would go with what is sent
          onChange={(next) => keep(next || undefined)}
          maxLength={2000}
          rows={4}
          autoFocus
        />
      </div>
    </Dialog>
  );
}
