/** Asks before the next version is made: it may move what nobody has confirmed. */
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import type { useDraft } from "./calls.ts";
import type { Review } from "./types.ts";
import { unconfirmed } from "./unconfirmed.ts";

export function AgainDialog({
  view,
  draft,
  onClose,
}: {
  view: Review;
  draft: ReturnType<typeof useDraft>;
  onClose: () => void;
}) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("synth.again_title", { version: view.version + 1 })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            onPress={() => draft.mutate({ rev: view.rev })}
            pending={draft.isPending && t("synth.making")}
          >
            {t("synth.again_act", { version: view.version + 1 })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <ErrorSummary error={draft.error} />
        <ul className="synth-parts stack-tight">
          <li>{t("synth.again_stays")}</li>
          <li>{t("synth.again_moves", { count: unconfirmed(view).sentences })}</li>
          <li>{t("synth.again_kept", { version: view.version })}</li>
        </ul>
      </div>
    </Dialog>
  );
}
