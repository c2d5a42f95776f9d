/** Attendance is an act: where one is, by one press, and when one leaves. */
import { LogOut, MapPin, MonitorSmartphone, Vote } from "lucide-react";
import { useEffect, useState } from "react";
import { hasRole, useMe } from "../api/session.ts";
import { formatDateTime, formatTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { useNow } from "../live/clock.ts";
import { Button } from "../ui/Button.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { useAct } from "./calls.ts";
import { SigningLine } from "./room/Signing.tsx";
import type { Meeting, Mine } from "./types.ts";

type Manner = "room" | "online" | "remote";

/** How long before its time a session can be checked in to; the server refuses an earlier press. */
const ahead = 2 * 3_600_000;

/** When check-in opens, in ms. */
export function checkInOpens(meeting: Meeting): number {
  return Date.parse(meeting.starts_at) - ahead;
}

const icons = { room: MapPin, online: MonitorSmartphone, remote: Vote };

export function CheckIn({ meeting, mine }: { meeting: Meeting; mine: Mine }) {
  const me = useMe();
  const member = hasRole(me, "member");
  const [scanned] = useState(scannedCode);
  const send = useAct<{ manner: Manner; code?: string }, Mine>(
    meeting.id,
    "my-meeting",
    `/api/meetings/${meeting.id}/check-in`,
  );
  const leave = useAct<void, Mine>(meeting.id, "my-meeting", `/api/meetings/${meeting.id}/leave`);
  const manners: Manner[] = [
    ...(meeting.mode !== "online" ? (["room"] as const) : []),
    ...(meeting.mode !== "room" ? (["online"] as const) : []),
    ...(member ? (["remote"] as const) : []),
  ];
  const here = mine.manner as Manner | "";
  const now = useNow(30_000);
  const opens = checkInOpens(meeting);
  // Whoever scanned the code on the screen in the room is checked in by that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the screen opens
  useEffect(() => {
    if (!scanned) return;
    history.replaceState(null, "", location.pathname);
    if (here !== "room") send.mutate({ manner: "room", code: scanned });
  }, []);
  // The secretariat runs the room and is counted nowhere.
  if (!here && !hasRole(me, "member", "drafter", "guest")) return null;
  if (!here && meeting.state === "convened" && now < opens) {
    return <p className="soft">{t("meetings.check_in_from", { at: formatDateTime(new Date(opens).toISOString()) })}</p>;
  }
  return (
    <section className="check-in" aria-label={t("meetings.check_in")}>
      <ErrorSummary error={send.error ?? leave.error} />
      {here ? (
        <div className="row-between">
          <p>
            <strong>{t(`meetings.checked_${here}`, { time: formatTime(mine.since) })}</strong>
          </p>
          <Button
            variant="quiet"
            icon={<LogOut aria-hidden />}
            onPress={() => leave.mutate()}
            pending={leave.isPending && t("state.sending")}
          >
            {t("meetings.leave")}
          </Button>
        </div>
      ) : (
        <>
          <p>{t("meetings.check_in_lead")}</p>
          <div className="row">
            {manners.map((manner, index) => {
              const Icon = icons[manner];
              return (
                <Button
                  key={manner}
                  variant={index === 0 ? "primary" : "secondary"}
                  icon={<Icon aria-hidden />}
                  isDisabled={send.isPending}
                  onPress={() => send.mutate({ manner })}
                >
                  {t(`meetings.check_in_${manner}`)}
                </Button>
              );
            })}
          </div>
        </>
      )}
      {here && member && <SigningLine meeting={meeting} mine={mine} />}
    </section>
  );
}

/** The code in the address that the screen in the room shows as a picture. */
function scannedCode(): string {
  return /^#code=([0-9A-Za-z]{8})$/.exec(location.hash)?.[1] ?? "";
}
