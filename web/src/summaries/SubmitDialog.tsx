/** Asks before a version is handed over for approval. */
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { useSubmit } from "./calls.ts";
import { Unconfirmed } from "./Ready.tsx";
import { ToldTable, useSeenTable } from "./Seen.tsx";
import type { Review } from "./types.ts";

export function SubmitDialog({ id, view, onClose }: { id: string; view: Review; onClose: () => void }) {
  const send = useSubmit(id, onClose);
  const seen = useSeenTable(view);
  const points = view.rows.reduce((sum, row) => sum + row.points.length, 0);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("submission.title", { version: view.version })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!seen.fresh}
            onPress={() => send.mutate({ hash: seen.hash })}
            pending={send.isPending && t("submission.sending")}
          >
            {t("submission.act", { version: view.version })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t("submission.lead", { opinions: view.ledger.opinions.total, rows: view.rows.length, points })}</p>
        <ToldTable of={seen} view={view} />
        <Unconfirmed view={view} />
        <ErrorSummary error={send.error} />
      </div>
    </Dialog>
  );
}
