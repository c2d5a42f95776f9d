/** The days of a year as plain text dates ("2026-11-22"), and what stands in the calendar for them. */
import type { Day } from "./calls.ts";

export type Look = "off" | "worked" | "weekend" | "plain";

const pad = (n: number) => String(n).padStart(2, "0");

export const isoDate = (year: number, month: number, day: number) => `${year}-${pad(month)}-${pad(day)}`;

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: string): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  return new Date(`${date}T00:00:00Z`).getUTCDay() as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

export const isWeekend = (date: string) => weekday(date) === 0 || weekday(date) === 6;

/** The weeks of a month from Monday on; null before the first day and after the last. */
export function weeks(year: number, month: number): (string | null)[][] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const before = (weekday(isoDate(year, month, 1)) + 6) % 7;
  const cells: (string | null)[] = Array.from({ length: before }, () => null);
  for (let day = 1; day <= length; day++) cells.push(isoDate(year, month, day));
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** How a day is shown: its entry first, else its weekday. */
export function look(date: string, entries: Map<string, Day>): Look {
  const kind = entries.get(date)?.kind;
  if (kind === "off" || kind === "worked") return kind;
  return isWeekend(date) ? "weekend" : "plain";
}
