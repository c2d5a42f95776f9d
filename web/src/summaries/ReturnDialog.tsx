/**
 * Sends back what was handed over, with the reason. What is typed stays until it is sent, also when
 * the window is closed; where another submission waits by then, it is told to be of an earlier one.
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

/** A submission that was seen. */
interface Seen {
  no: number | undefined;
  version: number;
}

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
  const [typed, keep] = useTyped<(Seen & { text: string }) | null>(`returning ${id}`, null);
  const reason = typed?.text ?? "";
  const now = handed?.no;
  const [seen, setSeen] = useState<Seen>(typed ?? { no: now, version });
  const send = useReturn(id, () => {
    keep(undefined);
    onClose();
  });
  const moved = now !== seen.no && !send.isPending;
  const type = (text: string, of = seen) => keep(text === "" ? undefined : { ...of, text });
  const look = () => {
    setSeen({ no: now, version });
    type(reason, { no: now, version });
  };
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
            isDisabled={moved || !seen.no || reason.trim() === ""}
            onPress={() => seen.no && send.mutate({ submission: seen.no, reason: reason.trim() })}
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
              title={
                now === undefined
                  ? t("submission.meanwhile_gone")
                  : typed
                    ? t("submission.meanwhile_typed", { version: seen.version })
                    : t("submission.meanwhile")
              }
              action={now !== undefined && <Button onPress={look}>{t("submission.looked")}</Button>}
            >
              {now !== undefined && typed && t("submission.meanwhile_typed_lead")}
            </Banner>
          )}
        </div>
        <TextArea
          name="reason"
          label={t("submission.reason")}
          value={reason}
          isReadOnly={send.isPending} // what is typed meanwhile would go with what is sent
          onChange={(text) => type(text)}
          maxLength={2000}
          rows={4}
          autoFocus
        />
      </div>
    </Dialog>
  );
}
