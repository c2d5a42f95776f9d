/** Asks before a version is approved, which nobody can take back. */
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { useApprove } from "./calls.ts";
import { Unconfirmed } from "./Ready.tsx";
import { ToldTable, useSeenTable } from "./Seen.tsx";
import type { Review } from "./types.ts";

export function ApproveDialog({ id, view, onClose }: { id: string; view: Review; onClose: () => void }) {
  const approve = useApprove(id, onClose);
  const seen = useSeenTable(view);
  const points = view.rows.reduce((sum, row) => sum + row.points.length, 0);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      alert
      title={t("synth.approve_title", { version: view.version })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!seen.fresh}
            onPress={() => approve.mutate({ hash: seen.hash })}
            pending={approve.isPending && t("synth.approving")}
          >
            {t("synth.approve", { version: view.version })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t("synth.approve_lead", { opinions: view.ledger.opinions.total, rows: view.rows.length, points })}</p>
        <ToldTable of={seen} view={view} />
        <Unconfirmed view={view} />
        <ErrorSummary error={approve.error} />
      </div>
    </Dialog>
  );
}
