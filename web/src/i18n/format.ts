/**
 * Dates, times and numbers as they are written in Viet Nam: dd/MM/yyyy, 24 hours,
 * in the time zone of the body, the same in both languages.
 */
import { locale } from "./index.ts";

let zone = "Asia/Ho_Chi_Minh";
let parts = formatter();

function formatter(): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
}

/** Sets the time zone in which every date is shown: the body's. */
export function setTimeZone(name: string): void {
  if (!name || name === zone) return;
  zone = name;
  parts = formatter();
}

export function timeZone(): string {
  return zone;
}

type Moment = string | number | Date | null | undefined;

function split(moment: Moment): Record<string, string> | null {
  if (moment === null || moment === undefined || moment === "") return null;
  const date = moment instanceof Date ? moment : new Date(moment);
  if (Number.isNaN(date.getTime())) return null;
  return Object.fromEntries(parts.formatToParts(date).map((part) => [part.type, part.value]));
}

/** 22/11/2026; "" for no date. A plain date ("2026-11-22") is taken as it is. */
export function formatDate(moment: Moment): string {
  const plain = typeof moment === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(moment);
  if (plain) return `${plain[3]}/${plain[2]}/${plain[1]}`;
  const p = split(moment);
  return p ? `${p.day}/${p.month}/${p.year}` : "";
}

/** "Chủ nhật", "Sunday": the weekday of a moment, or of a plain date. */
export function formatWeekday(moment: string | number | Date): string {
  const plain = typeof moment === "string" && /^\d{4}-\d{2}-\d{2}$/.test(moment);
  const format = new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: plain ? "UTC" : zone });
  return format.format(new Date(moment));
}

/** 22/11/2026 09:42; "" for no date. */
export function formatDateTime(moment: Moment): string {
  const p = split(moment);
  return p ? `${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}` : "";
}

/** A deadline as it is said: the end of a day is its 24:00, not the next day's 00:00. */
export function formatDeadline(moment: Moment): string {
  const p = split(moment);
  if (!p) return "";
  if (p.hour !== "00" || p.minute !== "00") return formatDateTime(moment);
  return `${formatDate(new Date(moment as string | number | Date).getTime() - 1000)} 24:00`;
}

/** 09:42; "" for no date. */
export function formatTime(moment: Moment): string {
  const p = split(moment);
  return p ? `${p.hour}:${p.minute}` : "";
}

/** 09:42:10, for receipts. */
export function formatSeconds(moment: Moment): string {
  const p = split(moment);
  return p ? `${p.hour}:${p.minute}:${p.second}` : "";
}

const numbers = new Intl.NumberFormat("vi-VN");
const percents = new Intl.NumberFormat("vi-VN", { style: "percent", maximumFractionDigits: 1 });

/** 1.234,5 */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** 0.926 gives 92,6%. */
export function formatPercent(share: number): string {
  return percents.format(share);
}

/** 93,4 MB: decimal units, as on the file's own label. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${numbers.format(bytes)} B`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${numbers.format(Math.round(value * 10) / 10)} ${units[unit]}`;
}
