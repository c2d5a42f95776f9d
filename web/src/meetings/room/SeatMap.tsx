/**
 * Who sits where, as one looks down the table: the chair's side first. It repeats the
 * table beside it, which keyboard and screen reader read instead.
 */
import { MapPin, Minus, MonitorSmartphone, Users, Vote, WifiOff } from "lucide-react";
import { t } from "../../i18n/index.ts";
import { cx } from "../../ui/cx.ts";
import type { Attendance, Seat } from "../types.ts";
import type { Lost } from "./Seats.tsx";

const icons = { room: MapPin, online: MonitorSmartphone, remote: Vote };

export function SeatMap({ attendance, lost, recused }: { attendance: Attendance; lost: Lost[]; recused: string[] }) {
  const [head, ...rest] = attendance.seats;
  const left = rest.filter((_, index) => index % 2 === 0);
  const right = rest.filter((_, index) => index % 2 === 1);
  const draw = (seat: Seat) => (
    <Place
      key={seat.person.id}
      seat={seat}
      lost={lost.some((one) => one.person === seat.person.id)}
      recused={recused.includes(seat.person.id)}
    />
  );
  return (
    <div className="seat-map" aria-hidden>
      <div className="seat-head">{head && draw(head)}</div>
      <div className="seat-side">{left.map(draw)}</div>
      <div className="seat-table">{t("meetings.room")}</div>
      <div className="seat-side">{right.map(draw)}</div>
    </div>
  );
}

function Place({ seat, lost, recused }: { seat: Seat; lost: boolean; recused: boolean }) {
  const Icon = recused
    ? Minus
    : lost
      ? WifiOff
      : seat.manner
        ? icons[seat.manner as keyof typeof icons]
        : seat.substitute
          ? Users
          : null;
  return (
    <span
      className={cx("seat", `seat-${seat.manner || "absent"}`, lost && "seat-lost", recused && "seat-recused")}
      title={seat.person.name}
    >
      <span className="number">{seat.no}</span>
      <span className="seat-name">{seat.person.name.replace(/^(Ông|Bà|Mr|Ms)\s+/, "")}</span>
      {Icon && <Icon size={16} />}
    </span>
  );
}
