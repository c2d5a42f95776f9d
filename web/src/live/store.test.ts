import { beforeEach, expect, test } from "vitest";
import { queries, refKey } from "../api/query.ts";
import { receive } from "./store.ts";

const read = (ref: string) => queries.getQueryData(refKey(ref));

beforeEach(() => {
  receive({ type: "gone", topic: "body" });
  receive({ type: "gone", topic: "ballot:1" });
  queries.clear();
});

test("the highest rev wins, an equal one replaces", () => {
  receive({ type: "view", topic: "body", ref: "ballot/1", rev: 7, data: { rev: 7, title: "seven" } });
  receive({ type: "view", topic: "body", ref: "ballot/1", rev: 6, data: { rev: 6, title: "six" } });
  expect(read("ballot/1")).toEqual({ rev: 7, title: "seven" });
  receive({ type: "view", topic: "body", ref: "ballot/1", rev: 7, data: { rev: 7, title: "seven again" } });
  expect(read("ballot/1")).toEqual({ rev: 7, title: "seven again" });
});

test("a view older than what was read over HTTP is not taken", () => {
  queries.setQueryData(refKey("ballot/1"), { rev: 9 });
  receive({ type: "view", topic: "body", ref: "ballot/1", rev: 8, data: { rev: 8 } });
  expect(read("ballot/1")).toEqual({ rev: 9 });
});

test("gone drops a thing, after which any rev is taken", () => {
  receive({ type: "view", topic: "body", ref: "ballot/1", rev: 7, data: { rev: 7 } });
  receive({ type: "gone", topic: "body", ref: "ballot/1" });
  expect(read("ballot/1")).toBeUndefined();
  receive({ type: "view", topic: "body", ref: "ballot/1", rev: 2, data: { rev: 2 } });
  expect(read("ballot/1")).toEqual({ rev: 2 });
});

test("whole drops what is not listed, but not what another topic brings", () => {
  receive({ type: "view", topic: "body", ref: "ballot/1", rev: 1, data: { rev: 1 } });
  receive({ type: "view", topic: "body", ref: "ballot/2", rev: 1, data: { rev: 1 } });
  receive({ type: "view", topic: "ballot:1", ref: "ballot/1", rev: 1, data: { rev: 1 } });
  receive({ type: "whole", topic: "body", refs: [] });
  expect(read("ballot/1")).toEqual({ rev: 1 });
  expect(read("ballot/2")).toBeUndefined();
});

test("what a list did not hear before its topic was heard, it reads again", () => {
  const followed = ["list", "/api/ballots", {}];
  const fixed = ["list", "/api/agencies", {}];
  queries.getQueryCache().build(queries, { queryKey: followed, meta: { refs: ["ballots/"] } });
  for (const key of [followed, fixed]) queries.setQueryData(key, { items: [] });
  receive({ type: "whole", topic: "body", refs: [] });
  expect(queries.getQueryState(followed)?.isInvalidated).toBe(true);
  expect(queries.getQueryState(fixed)?.isInvalidated).toBe(false);
});
