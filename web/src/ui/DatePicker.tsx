/**
 * A day, or a day and a minute, typed or taken from a calendar: dd/MM/yyyy, 24
 * hours, in the body's time zone. The value is what the API speaks: "2026-11-22"
 * for a day, a UTC instant for a moment.
 */
import { CalendarDate, now, parseAbsolute, parseDate, toCalendarDateTime, toZoned } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "react-aria-components/Button";
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
} from "react-aria-components/Calendar";
import { DateInput, DateSegment } from "react-aria-components/DateField";
import { DatePicker as AriaDatePicker, type DateValue } from "react-aria-components/DatePicker";
import { Dialog } from "react-aria-components/Dialog";
import { Group } from "react-aria-components/Group";
import { Heading } from "react-aria-components/Heading";
import { Popover } from "react-aria-components/Popover";
import { timeZone } from "../i18n/format.ts";
import { language } from "../i18n/index.ts";
import { cx } from "./cx.ts";
import { FieldErrorText, FieldHint, FieldLabel, type FieldProps, fieldId } from "./Field.tsx";
import "./date.css";

export function DatePicker({
  label,
  hint,
  error,
  optional,
  className,
  name,
  value,
  onChange,
  withTime = false,
  min,
  isDisabled = false,
}: FieldProps & {
  name?: string;
  /** "2026-11-22", a UTC instant when withTime, "" for none. */
  value: string;
  onChange: (value: string) => void;
  withTime?: boolean;
  min?: string;
  isDisabled?: boolean;
}) {
  const minimum = min ? read(min, withTime) : null;
  return (
    <AriaDatePicker
      validationBehavior="aria"
      id={fieldId(name)}
      granularity={withTime ? "minute" : "day"}
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      value={read(value, withTime)}
      {...(minimum ? { minValue: minimum } : {})}
      {...(withTime ? { placeholderValue: now(timeZone()).set({ hour: 17, minute: 0 }) } : {})}
      onChange={(date) => onChange(write(date, withTime))}
      className={cx("field", className)}
    >
      <FieldLabel optional={optional}>{label}</FieldLabel>
      {hint && <FieldHint>{hint}</FieldHint>}
      <Group className="input date-group">
        <DateInput className="date-input">
          {(segment) => (
            <DateSegment segment={segment} className="date-segment">
              {({ isPlaceholder, text, type }) => (isPlaceholder && named(type)) || text}
            </DateSegment>
          )}
        </DateInput>
        <Button className="button button-quiet date-open">
          <CalendarDays aria-hidden size={20} />
        </Button>
      </Group>
      <FieldErrorText error={error} />
      <Popover className="popover">
        <Dialog className="date-dialog">
          <Calendar firstDayOfWeek="mon">
            <header className="date-head">
              <Button slot="previous" className="button button-quiet button-icon">
                <ChevronLeft aria-hidden />
              </Button>
              <Heading className="date-month" />
              <Button slot="next" className="button button-quiet button-icon">
                <ChevronRight aria-hidden />
              </Button>
            </header>
            <CalendarGrid weekdayStyle="narrow">
              <CalendarGridHeader>
                {(day) => <CalendarHeaderCell className="date-weekday">{day}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell date={date} className="date-cell" />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </AriaDatePicker>
  );
}

/** What stands in an empty part, which the library has in 50 languages and not in Vietnamese. */
const names: Record<string, string> = { day: "ngày", month: "tháng", year: "năm" };

const named = (type: string) => (language() === "vi" ? names[type] : undefined);

function read(value: string, withTime: boolean): DateValue | null {
  if (!value) return null;
  try {
    if (!withTime) return parseDate(value.slice(0, 10));
    return parseAbsolute(value, timeZone());
  } catch {
    return null;
  }
}

function write(date: DateValue | null, withTime: boolean): string {
  if (!date) return "";
  if (!withTime) return new CalendarDate(date.year, date.month, date.day).toString();
  const zoned = "timeZone" in date ? date : toZoned(toCalendarDateTime(date), timeZone());
  return zoned.toAbsoluteString();
}

/** The date of a UTC instant where the body is, as "2026-11-22". */
export function dayOf(instant: string): string {
  const date = parseAbsolute(instant, timeZone());
  return new CalendarDate(date.year, date.month, date.day).toString();
}
