/** Asks before a version is approved, which nobody can take back. */
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { useApprove } from "./calls.ts";
import { hindrances } from "./hindrances.ts";
import { Apart, Hindered, type OnMend, Unconfirmed } from "./Ready.tsx";
import { ToldTable, useSeenTable } from "./Seen.tsx";
import type { Review } from "./types.ts";

export function ApproveDialog({
  id,
  view,
  onClose,
  onMend,
}: {
  id: string;
  view: Review;
  onClose: () => void;
  onMend: OnMend | undefined;
}) {
  const approve = useApprove(id, onClose);
  const seen = useSeenTable(view);
  const hindered = hindrances(view).length > 0;
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
            isDisabled={!seen.fresh || hindered}
            onPress={() => approve.mutate({ hash: seen.hash })}
            pending={approve.isPending && t("synth.approving")}
          >
            {t("synth.approve", { version: view.version })}
          </Button>
        </>
      }
    >
      <div className="stack">
        {hindered && <Hindered view={view} act="approve" onMend={onMend} />}
        <p>{t("synth.approve_lead", { opinions: view.ledger.opinions.total, rows: view.rows.length, points })}</p>
        <ToldTable of={seen} view={view} />
        <Apart view={view} />
        {!hindered && <Unconfirmed view={view} />}
        <ErrorSummary error={approve.error} />
      </div>
    </Dialog>
  );
}
