import { expect, test } from "vitest";
import type { Agenda, Attendance, Floor, Item, Meeting, Votes } from "../types.ts";
import { mayVote, next } from "./next.ts";

const steps = ["present", "appraise", "points", "speak", "answer", "vote", "conclude"];
const item = (change: Partial<Item> = {}) =>
  ({ id: "i1", kind: "decide", stage: "current", step: "present", steps, ...change }) as Item;
const meeting = { state: "running" } as Meeting;
const agenda = (items: Item[], consent: string[] = []) => ({ items, consent }) as unknown as Agenda;
const votes = (...list: Partial<Votes["votes"][number]>[]) => ({ votes: list }) as unknown as Votes;
const floor = (change: Partial<Floor> = {}) => ({ has: null, queue: [], ...change }) as unknown as Floor;
const request = (id: string, kind = "speech") => ({ id, kind, person: { id, name: id } }) as Floor["queue"][number];
const quorum = (met: boolean) => ({ quorum: { met } }) as unknown as Attendance;

test("the order of business, step by step", () => {
  const at = (change: Partial<Item>, f = floor(), v = votes(), q = quorum(true)) =>
    next(meeting, agenda([item(change)]), f, v, q).act;
  expect(at({})).toBe("step");
  expect(at({ step: "speak" }, floor({ queue: [request("a")] }))).toBe("call");
  expect(at({ step: "present" }, floor({ queue: [request("a")] }))).toBe("step");
  expect(at({ step: "present" }, floor({ queue: [request("a", "point_of_order")] }))).toBe("call");
  expect(at({ step: "speak" }, floor({ has: request("a"), queue: [request("b")] }))).toBe("end");
  expect(at({ step: "vote" }, floor(), votes(), quorum(false))).toBe("quorum");
  expect(at({ step: "vote" })).toBe("vote");
  expect(at({ step: "vote" }, floor(), votes({ id: "v", state: "open" }))).toBe("close");
  const secret = { id: "v", state: "open", secret: true } as const;
  expect(at({ step: "vote" }, floor(), votes({ ...secret, phase: "taking" }))).toBe("close_taking");
  expect(at({ step: "vote" }, floor(), votes({ ...secret, phase: "casting" }))).toBe("close_box");
  expect(at({ step: "vote" }, floor(), votes({ id: "v", state: "closed", items: ["i1"] }))).toBe("step");
  expect(at({ step: "conclude" })).toBe("conclude");
});

test("between items: the consent block, the next item, the end", () => {
  const waiting = item({ stage: "waiting" });
  expect(next(meeting, agenda([waiting], ["a", "b"]), undefined, votes(), undefined).act).toBe("consent");
  expect(
    next(meeting, agenda([item({ kind: "heading", stage: "waiting" }), waiting]), undefined, votes(), undefined),
  ).toEqual({
    act: "begin",
    item: waiting,
  });
  expect(next(meeting, agenda([item({ stage: "done" })]), undefined, votes(), undefined).act).toBe("adjourn");
  expect(next({ state: "paused" } as Meeting, agenda([waiting]), undefined, votes(), undefined).act).toBe("resume");
});

test("who may vote: a seat, checked in, remotely where the rules say so", () => {
  const room = { remote_votes: true, state: "running" as const };
  const vote = { items: ["i1"], state: "open" as const };
  const seats = { seats: [{ person: { id: "m1", name: "" } }] } as Attendance;
  expect(mayVote(room, vote, { manner: "room" }, seats, "m1")).toBe("may");
  expect(mayVote(room, vote, { manner: "" }, seats, "m1")).toBe("check_in");
  expect(mayVote(room, vote, { manner: "remote" }, seats, "m1")).toBe("may");
  expect(mayVote({ ...room, remote_votes: false }, vote, { manner: "remote" }, seats, "m1")).toBe("absent");
  expect(mayVote(room, vote, { manner: "room" }, seats, "desk")).toBe("no");
  expect(mayVote(room, { ...vote, items: [] }, { manner: "room" }, seats, "m1")).toBe("no");
  expect(mayVote({ ...room, state: "paused" }, vote, { manner: "room" }, seats, "m1")).toBe("no");
});
