import { describe, expect, test } from "vitest";
import { type AssistData, dataOf, same, typedOf, wrong } from "./assist.ts";

const set: AssistData = {
  endpoint: "https://ai.example/v1",
  model: "m",
  ceiling: "public",
  context: 8192,
  timeout: 60,
  calls: 1000,
  tokens: 2_000_000,
  minutes: 120,
};

const paths = (data: AssistData) => wrong(data, String).map((one) => one.path);

test("what is typed comes back as it was set", () => {
  expect(dataOf(typedOf(set))).toEqual(set);
  expect(same(typedOf(set), { ...typedOf(set), model: " m " })).toBe(true);
  expect(same(typedOf(set), { ...typedOf(set), ceiling: "internal" })).toBe(false);
  expect(paths(set)).toEqual([]);
});

describe("what the server would refuse is found at its field", () => {
  test.each([
    ["endpoint", { endpoint: "" }],
    ["model", { model: "" }],
    ["context", { context: 2047 }],
    ["timeout", { timeout: 121 }],
    ["calls", { calls: 0 }],
    ["tokens", { tokens: 8191 }],
    ["minutes", { minutes: 1441 }],
  ])("%s", (path, part) => {
    expect(paths({ ...set, ...part })).toEqual([path]);
  });

  test("a figure that is none", () => {
    expect(paths(dataOf({ ...typedOf(set), calls: "nhiều", minutes: "1.5" }))).toEqual(["calls", "minutes"]);
  });

  test("time is no less than one call, in whole minutes", () => {
    expect(paths({ ...set, timeout: 61, minutes: 1 })).toEqual(["minutes"]);
    expect(paths({ ...set, timeout: 60, minutes: 1 })).toEqual([]);
  });
});
