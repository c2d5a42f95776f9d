/** When the ballot goes out and when answers are due. */
import { useEffect, useState } from "react";
import { t } from "../../../i18n/index.ts";
import { serverNow } from "../../../live/clock.ts";
import { RadioGroup } from "../../../ui/Choice.tsx";
import { DatePicker } from "../../../ui/DatePicker.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { Section } from "../../../ui/Page.tsx";
import type { Deadline } from "../../parts/types.ts";
import type { Profile } from "../ballot.ts";
import { DeadlinePreview, DeadlineText } from "../DeadlinePreview.tsx";
import { hourValue } from "../words.ts";
import { type Terms, typedWhole } from "./terms.ts";

export function When({
  terms,
  change,
  later,
  onLater,
  rules,
  planned,
  error,
  onHour,
}: {
  terms: Terms;
  change: (change: Partial<Terms>) => void;
  /** It is to be sent at a set time, though perhaps none is set yet. */
  later: boolean;
  onLater: (later: boolean) => void;
  rules: Profile | undefined;
  planned: Deadline | undefined;
  error: (path: string) => string | undefined;
  /** Whether what was typed as the hour is none. */
  onHour: (bad: boolean) => void;
}) {
  const [days, setDays] = useTyped(terms.days > 0 ? String(terms.days) : "");
  const [hour, setHour] = useTyped(terms.hour);
  const hourBad = hourValue(hour) === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when it changes, also from elsewhere
  useEffect(() => onHour(hourBad), [hourBad]);
  return (
    <Section title={t("desk.part_when")}>
      <RadioGroup
        label={t("desk.open_when")}
        value={later ? "later" : "now"}
        onChange={(value) => {
          onLater(value === "later");
          if (value === "now") change({ open_at: "" });
        }}
        options={[
          { value: "now", label: t("desk.open_now") },
          { value: "later", label: t("desk.open_later") },
        ]}
      />
      {later && (
        <DatePicker
          name="open_at"
          label={t("desk.open_at")}
          hint={t("desk.open_at_hint")}
          withTime
          min={new Date(serverNow()).toISOString()}
          value={terms.open_at}
          onChange={(open_at) => change({ open_at })}
          error={error("open_at")}
        />
      )}
      <div className="when-fields">
        {rules?.by_hand ? (
          <DatePicker
            name="last_day"
            label={t("desk.last_day")}
            hint={t("desk.last_day_hint")}
            value={terms.last_day}
            onChange={(last_day) => change({ last_day })}
            error={error("last_day") ?? error("days")}
          />
        ) : (
          <TextField
            name="days"
            label={t("desk.days")}
            hint={rules ? t("desk.days_hint", { min: rules.min_days, max: rules.max_days }) : undefined}
            inputMode="numeric"
            value={days}
            onChange={(text) => {
              const digits = text.replace(/\D/g, "").slice(0, 2);
              setDays(digits);
              change({ days: Math.min(60, Number(digits)) });
            }}
            error={error("days")}
            className="field-short"
          />
        )}
        <TextField
          name="hour"
          label={t("desk.hour")}
          hint={t("desk.hour_hint")}
          optional
          value={hour}
          onChange={(text) => {
            setHour(text);
            const value = hourValue(text);
            if (value !== undefined) change({ hour: value });
          }}
          error={hourBad ? t("desk.hour_bad") : error("hour")}
          className="field-short"
        />
      </div>
      {rules?.by_hand ? (
        terms.last_day ? (
          planned && <DeadlineText deadline={planned} />
        ) : (
          <p className="soft">{t("desk.last_day_none")}</p>
        )
      ) : (
        <DeadlinePreview days={terms.days} sent={typedWhole(terms.open_at)} hour={terms.hour} />
      )}
    </Section>
  );
}

/** What stands in a field while it is typed; follows the form when that changes from elsewhere. */
function useTyped(value: string): [string, (text: string) => void] {
  const [typed, setTyped] = useState({ text: value, of: value });
  if (typed.of !== value) {
    const same = Number(typed.text) === Number(value) || hourValue(typed.text) === value;
    setTyped({ text: same ? typed.text : value, of: value });
  }
  return [typed.text, (text) => setTyped((old) => ({ ...old, text }))];
}
