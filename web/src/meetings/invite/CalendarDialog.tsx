/** The secret link by which my own calendar reads my sessions: make it, copy it, end it. */
import { Copy } from "lucide-react";
import { queries, refKey, useThing } from "../../api/query.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { announce } from "../../ui/Live.tsx";
import { Banner, ErrorSummary, Read } from "../../ui/Status.tsx";
import { type CalendarLink, useInvitationAct } from "./calls.ts";
import "../../i18n/late/invite.ts";
import "./invite.css";

const ref = "calendar-link";
const hold = (link: CalendarLink) => queries.setQueryData(refKey(ref), link);

export function CalendarDialog({ onClose }: { onClose: () => void }) {
  const link = useThing<CalendarLink>(ref, "/api/calendar-link");
  const make = useInvitationAct<void, CalendarLink>("/api/calendar-link", { onDone: hold });
  const end = useInvitationAct<void, CalendarLink>("/api/calendar-link/end", {
    onDone: (next) => {
      hold(next);
      announce(t("invite.calendar_ended"));
    },
  });
  const held = link.data;
  const copy = async () => {
    await navigator.clipboard.writeText(held?.url ?? "");
    announce(t("invite.calendar_copied"));
  };
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={t("invite.calendar_title")}
      actions={
        <>
          {held?.url && (
            <Button variant="danger" onPress={() => end.mutate()} pending={end.isPending && t("state.sending")}>
              {t("invite.calendar_end")}
            </Button>
          )}
          <Button
            variant={held?.url ? "secondary" : "primary"}
            onPress={() => make.mutate()}
            pending={make.isPending && t("state.sending")}
          >
            {t(held?.url ? "invite.calendar_new" : "invite.calendar_make")}
          </Button>
          {held?.url && (
            <Button variant="primary" icon={<Copy aria-hidden />} onPress={() => void copy()}>
              {t("invite.calendar_copy")}
            </Button>
          )}
        </>
      }
    >
      <ErrorSummary error={make.error ?? end.error} />
      <p>{t("invite.calendar_lead")}</p>
      <Banner tone="warn" title={t("invite.calendar_secret")} />
      <Read of={link}>
        {(now) =>
          now.url ? (
            <>
              <p>
                <span className="field-label">{t("invite.calendar_url")}</span>
              </p>
              <p className="calendar-url">{now.url}</p>
              <p className="soft small">
                {t("invite.calendar_made", {
                  at: formatDateTime(now.made_at),
                  read: now.read_at
                    ? t("invite.calendar_read", { at: formatDateTime(now.read_at) })
                    : t("invite.calendar_unread"),
                })}{" "}
                {t("invite.calendar_new_hint")}
              </p>
            </>
          ) : (
            <p>{t("invite.calendar_none")}</p>
          )
        }
      </Read>
    </Dialog>
  );
}
