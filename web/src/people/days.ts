/**
 * Spans of time as administrators say them: from a day, to the end of a day. The
 * server keeps moments; a day begins and ends where the body is.
 */
import { parseDate } from "@internationalized/date";
import { formatDate, formatDateTime, formatSeconds, timeZone } from "../i18n/format.ts";

/** The moment at which a day begins. */
export function startOf(day: string): string {
  return parseDate(day).toDate(timeZone()).toISOString();
}

/** The moment at which a day is over. */
export function endOf(day: string): string {
  return parseDate(day).add({ days: 1 }).toDate(timeZone()).toISOString();
}

/** The last day of a span that ends at that moment; with the hour where it ends within a day. */
export function untilText(until: string): string {
  if (formatSeconds(until) === "00:00:00") return formatDate(new Date(until).getTime() - 1);
  return formatDateTime(until);
}

/** A beginning: the day alone where it begins with it. */
export function fromText(from: string): string {
  return formatSeconds(from) === "00:00:00" ? formatDate(from) : formatDateTime(from);
}

export type When = "now" | "past" | "future";

/** Whether a span runs, is over or has yet to begin. */
export function whenOf(span: { from: string; until: string | null }, now: number): When {
  if (new Date(span.from).getTime() > now) return "future";
  return span.until && new Date(span.until).getTime() <= now ? "past" : "now";
}
