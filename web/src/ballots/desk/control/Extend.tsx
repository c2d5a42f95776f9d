/** A later deadline, with a reason; says what it means, and whether it lies past the window of the rules. */
import { useState } from "react";
import { formatDate, formatDeadline, formatWeekday } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { DatePicker } from "../../../ui/DatePicker.tsx";
import { TextArea, TextField } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import { Banner } from "../../../ui/Status.tsx";
import type { Ballot } from "../../parts/types.ts";
import { type Matrix, useBallotAct } from "../ballot.ts";
import { useDeadline } from "../DeadlinePreview.tsx";
import { hourValue } from "../words.ts";
import { ActDialog, fieldError } from "./ActDialog.tsx";

export function Extend({
  ballot,
  matrix,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  matrix: Matrix;
  isOpen: boolean;
  onClose: () => void;
}) {
  const [day, setDay] = useState("");
  const [hour, setHour] = useState(ballot.hour);
  const [reason, setReason] = useState("");
  const profile = ballot.profile;
  const deadline = ballot.deadline;
  // Noon of the day of sending: the window is counted from that day, whatever its hour.
  const sent = deadline ? `${deadline.sent}T05:00:00Z` : "";
  const longest = useDeadline(profile?.max_days ?? 0, sent, "", isOpen && profile !== undefined && !profile.by_hand);
  const beyond = Boolean(longest.data && day && day > longest.data.last);
  const extend = useBallotAct<{ ballot_rev: number; day: string; hour: string; reason: string }>(
    ballot.id,
    "extend",
    (next) => {
      announce(t("desk.extended_said", { at: formatDeadline(next.deadline?.at) }));
      setDay("");
      setReason("");
      onClose();
    },
  );
  const hourGood = hourValue(hour);
  /** What was refused is not said of what has been changed since. */
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    if (extend.error) extend.reset();
  };
  return (
    <ActDialog
      title={t("desk.extend_title")}
      isOpen={isOpen}
      onClose={onClose}
      act={t("desk.extend_act", { count: matrix.total })}
      error={extend.error}
      pending={extend.isPending}
      isDisabled={hourGood === undefined || (beyond && !profile?.extend_beyond)}
      onSubmit={() => extend.mutate({ ballot_rev: ballot.ballot_rev, day, hour: hourGood ?? "", reason })}
    >
      <p>
        {t("desk.extend_lead", {
          at: formatDeadline(deadline?.at),
          waiting: matrix.waiting,
          total: matrix.total,
        })}
      </p>
      <DatePicker
        name="day"
        label={t("desk.extend_day")}
        value={day}
        min={deadline?.last ?? ""}
        onChange={change(setDay)}
        error={fieldError(extend.error, "day")}
      />
      <TextField
        name="hour"
        label={t("desk.hour")}
        hint={t("desk.hour_hint")}
        optional
        value={hour}
        onChange={change(setHour)}
        error={hourGood === undefined ? t("desk.hour_bad") : fieldError(extend.error, "hour")}
        className="field-short"
      />
      {day && (
        <p className="effect">
          {t("desk.extend_means", {
            at: hourGood ? `${hourGood} ${formatDate(day)}` : `24:00 ${formatDate(day)}`,
            weekday: formatWeekday(day),
          })}
        </p>
      )}
      {beyond && longest.data && profile && (
        <Banner
          tone={profile.extend_beyond ? "warn" : "bad"}
          title={t("desk.extend_beyond", { max: profile.max_days, last: formatDate(longest.data.last) })}
        >
          {t(profile.extend_beyond ? "desk.extend_beyond_marked" : "desk.extend_beyond_refused")}
        </Banner>
      )}
      <TextArea
        name="reason"
        label={t("desk.reason")}
        hint={t("desk.extend_reason_hint")}
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={change(setReason)}
        error={fieldError(extend.error, "reason")}
      />
    </ActDialog>
  );
}
