/** Opening the session: the effect and the quorum, before the press; before check-in opens it asks once more. */
import { useState } from "react";
import { useThing } from "../api/query.ts";
import { formatDateTime } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { useNow } from "../live/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Banner, ErrorSummary, Read } from "../ui/Status.tsx";
import { checkInOpens } from "./CheckIn.tsx";
import { useAct } from "./calls.ts";
import type { Attendance, Meeting } from "./types.ts";

export function OpenDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const attendance = useThing<Attendance>(`attendance/${meeting.id}`, `/api/meetings/${meeting.id}/attendance`);
  const open = useAct<void, Meeting>(meeting.id, "meeting", `/api/meetings/${meeting.id}/open`, { onDone: onClose });
  const early = useNow(30_000) < checkInOpens(meeting);
  const [sure, setSure] = useState(false);
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("meetings.open_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            onPress={() => open.mutate()}
            isDisabled={early && !sure}
            pending={open.isPending && t("state.sending")}
          >
            {t("meetings.open")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={open.error} onRetry={() => open.mutate()} />
      {early && (
        <Banner tone="warn" title={t("meetings.open_early", { at: formatDateTime(meeting.starts_at) })}>
          <Checkbox isSelected={sure} onChange={setSure}>
            {t("meetings.open_early_sure")}
          </Checkbox>
        </Banner>
      )}
      <Read of={attendance}>
        {(held) => (
          <>
            <p>{t("meetings.open_lead", { count: held.seats.length })}</p>
            {held.quorum && (
              <Banner
                tone={held.quorum.met ? "good" : "warn"}
                title={pick(held.quorum.sentence.vi, held.quorum.sentence.en)}
              >
                {!held.quorum.met && t("meetings.open_no_quorum")}
              </Banner>
            )}
          </>
        )}
      </Read>
    </Dialog>
  );
}
