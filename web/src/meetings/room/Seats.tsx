/** Who is there, as a table that the secretariat can write in, and the quorum in its sentence. */

import "../../i18n/late/screen.ts";
import { formatTime } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { useSignal } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Banner, ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { Table } from "../../ui/Table.tsx";
import { useAct } from "../calls.ts";
import type { Attendance, Meeting, Seat } from "../types.ts";
import { SeatMap } from "./SeatMap.tsx";

/** Somebody who attends and whose connection is lost. */
export interface Lost {
  person: string;
  since: string;
}

const none: Lost[] = [];

/** Whose connection is lost, as the server notices it. */
export function useLost(meeting: string): Lost[] {
  return useSignal<{ lost: Lost[] }>(`links/${meeting}`)?.lost ?? none;
}

export function SeatTable({
  attendance,
  act,
  lost = none,
  recused = [],
}: {
  attendance: Attendance;
  act?: (seat: Seat) => React.ReactNode;
  lost?: Lost[];
  /** Persons who take no part in the item that runs. */
  recused?: string[];
}) {
  const notes = (seat: Seat): string[] => {
    const gone = lost.find((one) => one.person === seat.person.id);
    return [
      ...(gone
        ? [
            t(seat.manner === "online" ? "screen.seat_lost_online" : "screen.seat_lost_room", {
              time: formatTime(gone.since),
            }),
          ]
        : []),
      ...(recused.includes(seat.person.id) ? [t("screen.seat_recused")] : []),
      ...(seat.substitute ? [t("screen.seat_substitute", { name: seat.substitute.name })] : []),
    ];
  };
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
                {notes(seat).map((note) => (
                  <span key={note} className="seat-note">
                    {note}
                  </span>
                ))}
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
  recused,
  onClose,
}: {
  meeting: Meeting;
  attendance: Attendance;
  recused: string[];
  /** Enters who comes and goes. */
  keeps: boolean;
  onClose: () => void;
}) {
  const path = `/api/meetings/${meeting.id}/attendance`;
  const come = useAct<{ person: string; manner: string }, Attendance>(meeting.id, "attendance", path);
  const gone = useAct<{ person: string }, Attendance>(meeting.id, "attendance", `${path}/end`);
  // Not disabled meanwhile: the keyboard would fall out of the window.
  const busy = come.isPending || gone.isPending;
  const lost = useLost(meeting.id);
  const manner = meeting.mode === "online" ? "online" : "room";
  return (
    <Dialog isOpen full onClose={onClose} title={t("meetings.attendance")}>
      <ErrorSummary error={come.error ?? gone.error} />
      {attendance.quorum && (
        <Banner
          tone={attendance.quorum.met ? "good" : "warn"}
          title={pick(attendance.quorum.sentence.vi, attendance.quorum.sentence.en)}
        />
      )}
      <div className="seats">
        <SeatMap attendance={attendance} lost={lost} recused={recused} />
        <div className="seats-table">
          <SeatTable
            attendance={attendance}
            lost={lost}
            recused={recused}
            {...(keeps
              ? {
                  act: (seat: Seat) =>
                    seat.manner ? (
                      <Button
                        aria-label={t("meetings.mark_gone_named", { name: seat.person.name })}
                        onPress={() => busy || gone.mutate({ person: seat.person.id })}
                      >
                        {t("meetings.mark_gone")}
                      </Button>
                    ) : (
                      <Button
                        aria-label={t("meetings.mark_here_named", { name: seat.person.name })}
                        onPress={() => busy || come.mutate({ person: seat.person.id, manner })}
                      >
                        {t("meetings.mark_here")}
                      </Button>
                    ),
                }
              : {})}
          />
        </div>
      </div>
    </Dialog>
  );
}
