/** From a day, to the end of a day. */
import { t } from "../i18n/index.ts";
import { DatePicker } from "../ui/DatePicker.tsx";
import { endOf, startOf } from "./days.ts";

export interface Days {
  from: string;
  until: string;
}

export function SpanFields({
  days,
  onChange,
  errorAt,
  untilNeeded = false,
  onlyUntil = false,
}: {
  days: Days;
  onChange: (days: Days) => void;
  errorAt: (path: string) => string | undefined;
  untilNeeded?: boolean;
  onlyUntil?: boolean;
}) {
  return (
    <div className="people-pair">
      {!onlyUntil && (
        <DatePicker
          label={t("people.from")}
          hint={t("people.from_hint")}
          optional
          name="from"
          value={days.from}
          onChange={(from) => onChange({ ...days, from })}
          error={errorAt("from")}
        />
      )}
      <DatePicker
        label={t("people.until")}
        hint={t(untilNeeded ? "people.until_needed_hint" : "people.until_hint")}
        optional={!untilNeeded}
        name="until"
        value={days.until}
        onChange={(until) => onChange({ ...days, until })}
        error={errorAt("until")}
      />
    </div>
  );
}

/** The days as moments, those left out left out. */
export function moments(days: Days): { from?: string; until?: string } {
  return {
    ...(days.from ? { from: startOf(days.from) } : {}),
    ...(days.until ? { until: endOf(days.until) } : {}),
  };
}
