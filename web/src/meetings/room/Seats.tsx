/** Who is there, as a table that the secretariat can write in, and the quorum in its sentence. */

import { formatTime } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Banner, ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { Table } from "../../ui/Table.tsx";
import { useAct } from "../calls.ts";
import type { Attendance, Meeting, Seat } from "../types.ts";

export function SeatTable({ attendance, act }: { attendance: Attendance; act?: (seat: Seat) => React.ReactNode }) {
  return (
    <>
      <Table
        caption={t("meetings.attendance")}
        hideCaption
        rows={attendance.seats}
        rowKey={(seat) => seat.person.id}
        columns={[
          { key: "no", header: t("meetings.seat_no"), kind: "number", cell: (seat) => seat.no },
          {
            key: "name",
            header: t("desk.member"),
            rowHeader: true,
            cell: (seat) => (
              <>
                {seat.person.name}
                <span className="option-note">{seat.posts[0]}</span>
              </>
            ),
          },
          {
            key: "manner",
            header: t("meetings.attendance"),
            kind: "fit",
            cell: (seat) => (
              <span className="row">
                <StateTag tone={seat.manner ? (seat.manner === "remote" ? "warn" : "good") : "neutral"}>
                  {t(`meetings.manner_${(seat.manner || "absent") as "room" | "online" | "remote" | "absent"}`)}
                </StateTag>
                {seat.since && <span className="soft small number">{formatTime(seat.since)}</span>}
              </span>
            ),
          },
          ...(act ? [{ key: "acts", header: "", kind: "fit" as const, cell: act }] : []),
        ]}
      />
      {attendance.others.length > 0 && (
        <section aria-label={t("meetings.others")}>
          <h3>{t("meetings.others")}</h3>
          <ul className="plain-list">
            {attendance.others.map((other) => (
              <li key={other.person.id}>
                {other.person.name}
                {other.substitute && (
                  <span className="soft"> ({t("meetings.substitute", { name: other.substitute.name })})</span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

export function SeatsDialog({
  meeting,
  attendance,
  keeps,
  onClose,
}: {
  meeting: Meeting;
  attendance: Attendance;
  /** Enters who comes and goes. */
  keeps: boolean;
  onClose: () => void;
}) {
  const path = `/api/meetings/${meeting.id}/attendance`;
  const come = useAct<{ person: string; manner: string }, Attendance>(meeting.id, "attendance", path);
  const gone = useAct<{ person: string }, Attendance>(meeting.id, "attendance", `${path}/end`);
  const busy = come.isPending || gone.isPending;
  const manner = meeting.mode === "online" ? "online" : "room";
  return (
    <Dialog isOpen wide onClose={onClose} title={t("meetings.attendance")}>
      <ErrorSummary error={come.error ?? gone.error} />
      {attendance.quorum && (
        <Banner
          tone={attendance.quorum.met ? "good" : "warn"}
          title={pick(attendance.quorum.sentence.vi, attendance.quorum.sentence.en)}
        />
      )}
      <SeatTable
        attendance={attendance}
        {...(keeps
          ? {
              act: (seat: Seat) =>
                seat.manner ? (
                  <Button
                    isDisabled={busy}
                    aria-label={t("meetings.mark_gone_named", { name: seat.person.name })}
                    onPress={() => gone.mutate({ person: seat.person.id })}
                  >
                    {t("meetings.mark_gone")}
                  </Button>
                ) : (
                  <Button
                    isDisabled={busy}
                    aria-label={t("meetings.mark_here_named", { name: seat.person.name })}
                    onPress={() => come.mutate({ person: seat.person.id, manner })}
                  >
                    {t("meetings.mark_here")}
                  </Button>
                ),
            }
          : {})}
      />
    </Dialog>
  );
}
