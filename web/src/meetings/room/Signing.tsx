/**
 * Signing votes in the room: password and code are asked for once, and the window then
 * stays open on this device until one leaves or the session is adjourned.
 */
import { PenLine } from "lucide-react";
import { useMe } from "../../api/session.ts";
import "../../i18n/late/screen.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Meeting, Mine } from "../types.ts";

/** Whether votes of this session can be signed here without being asked again, and opening that. */
export function useRoomSigning(meeting: Meeting, mine: Mine | undefined) {
  const me = useMe();
  const isOpen = Boolean(mine?.signing_session) && mine?.signing_session === me.session.id;
  const open = useAct<void, Mine>(meeting.id, "my-meeting", `/api/meetings/${meeting.id}/signing`, { signs: true });
  return { isOpen, open };
}

export function SigningLine({ meeting, mine }: { meeting: Meeting; mine: Mine }) {
  const { isOpen, open } = useRoomSigning(meeting, mine);
  const close = useAct<void, Mine>(meeting.id, "my-meeting", `/api/meetings/${meeting.id}/signing`, {
    method: "DELETE",
  });
  return (
    <div className="row-between">
      <ErrorSummary error={open.error ?? close.error} />
      <p className="small">{t(isOpen ? "screen.signing_open" : "screen.signing_lead")}</p>
      {isOpen ? (
        <Button variant="quiet" onPress={() => close.mutate()} pending={close.isPending && t("state.sending")}>
          {t("screen.signing_close")}
        </Button>
      ) : (
        <Button
          icon={<PenLine aria-hidden />}
          onPress={() => open.mutate()}
          pending={open.isPending && t("state.sending")}
        >
          {t("screen.signing")}
        </Button>
      )}
    </div>
  );
}
