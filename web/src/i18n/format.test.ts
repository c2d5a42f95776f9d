import { expect, test } from "vitest";
import { formatBytes, formatDate, formatDateTime, formatNumber, formatPercent, formatSeconds } from "./format.ts";

test("dates are written in the body's time zone, day first, 24 hours", () => {
  expect(formatDateTime("2026-11-22T17:05:09Z")).toBe("23/11/2026 00:05");
  expect(formatDate("2026-11-22T17:05:09Z")).toBe("23/11/2026");
  expect(formatDate("2026-11-22")).toBe("22/11/2026");
  expect(formatSeconds("2026-11-22T02:42:10Z")).toBe("09:42:10");
  expect(formatDateTime("")).toBe("");
  expect(formatDateTime("never")).toBe("");
});

test("numbers are written the Vietnamese way", () => {
  expect(formatNumber(1234.5)).toBe("1.234,5");
  expect(formatPercent(0.9259)).toBe("92,6%");
  expect(formatBytes(93_412_000)).toBe("93,4 MB");
});
