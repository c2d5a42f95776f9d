import { expect, test } from "vitest";
import type { Matrix, Seat } from "./ballot.ts";
import { mayPass, mayRecord, reachOf, shownSeats, stillSilent } from "./control/seats.ts";
import { hourValue, matches } from "./words.ts";

test("a title is found without its marks", () => {
  expect(matches("Dự thảo Nghị định về Đất đai", "dat dai")).toBe(true);
  expect(matches("Dự thảo Nghị định về Đất đai", "")).toBe(true);
  expect(matches("Dự thảo Nghị định về Đất đai", "thuế")).toBe(false);
});

test("an hour is taken as people write it", () => {
  expect(["17:00", "17", "8h30", "0800", " "].map(hourValue)).toEqual(["17:00", "17:00", "08:30", "08:00", ""]);
  expect(["25:00", "17:70", "trưa"].map(hourValue)).toEqual([undefined, undefined, undefined]);
});

const seat = (no: number, state: Seat["state"], pending = "") => ({ seat: no, state, pending }) as Seat;
const matrix = { rows: [seat(1, "waiting"), seat(2, "answered"), seat(3, "not_answered")] } as Matrix;

test("nobody is reminded who has answered meanwhile", () => {
  expect(stillSilent(matrix, [1, 2, 9])).toEqual([1]);
  expect(shownSeats(matrix, true).map((one) => one.seat)).toEqual([1, 3]);
});

test("who can be reminded in a consultation is told from who cannot", () => {
  const list = [1, 2, 3].map((seat) => ({ seat, reachable: seat !== 2 }));
  expect(reachOf([1, 2], list)).toEqual({ reached: 1, missed: 1 });
  expect(reachOf([2], list)).toEqual({ reached: 0, missed: 1 });
});

test("the member's own answer is never recorded over", () => {
  expect(mayRecord("open", seat(1, "waiting"))).toBe(true);
  expect(mayRecord("open", seat(1, "answered"))).toBe(false);
  expect(mayRecord("closed", seat(1, "deemed"))).toBe(true);
  expect(mayRecord("closed", seat(1, "deemed", "a1"))).toBe(false);
  expect(mayRecord("certified", seat(1, "deemed"))).toBe(false);
});

test("a seat is passed on only while it is silent and the ballot open", () => {
  expect(mayPass("open", seat(1, "waiting"))).toBe(true);
  expect(mayPass("open", seat(1, "answered"))).toBe(false);
  expect(mayPass("closed", seat(1, "not_answered"))).toBe(false);
});
