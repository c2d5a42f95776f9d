/** Asks before a version is handed over for approval. */
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { useSubmit } from "./calls.ts";
import { hindrances } from "./hindrances.ts";
import { Apart, Hindered, type OnMend, Unconfirmed } from "./Ready.tsx";
import { ToldTable, useSeenTable } from "./Seen.tsx";
import type { Review } from "./types.ts";

export function SubmitDialog({
  id,
  view,
  onClose,
  onMend,
}: {
  id: string;
  view: Review;
  onClose: () => void;
  onMend: OnMend;
}) {
  const send = useSubmit(id, onClose);
  const seen = useSeenTable(view);
  const hindered = hindrances(view).length > 0;
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
            isDisabled={!seen.fresh || hindered}
            onPress={() => send.mutate({ hash: seen.hash })}
            pending={send.isPending && t("submission.sending")}
          >
            {t("submission.act", { version: view.version })}
          </Button>
        </>
      }
    >
      <div className="stack">
        {hindered && <Hindered view={view} act="submit" onMend={onMend} />}
        <p>{t("submission.lead", { opinions: view.ledger.opinions.total, rows: view.rows.length, points })}</p>
        <ToldTable of={seen} view={view} />
        <Apart view={view} />
        {!hindered && <Unconfirmed view={view} />}
        <ErrorSummary error={send.error} />
      </div>
    </Dialog>
  );
}
