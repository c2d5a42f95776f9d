import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ServerFrame } from "./protocol.ts";
import { LiveSocket, type SocketHost } from "./socket.ts";

/** The other end, driven by hand. */
class Wire {
  static all: Wire[] = [];
  sent: Record<string, unknown>[] = [];
  closedWith = 0;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    Wire.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  close(code: number) {
    this.closedWith = code;
    this.onclose?.({ code });
  }

  say(frame: ServerFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  ready() {
    this.onopen?.();
    this.say({ type: "ready", connection: "c", server_time: "2026-03-02T02:41:07Z", heartbeat: 25 });
  }
}

let states: string[];
let tickets: (string | null)[];
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
  states = [];
  tickets = ["t1", "t2", "t3"];
  const host: SocketHost = {
    ticket: async () => tickets.shift() ?? null,
    frame: () => undefined,
    state: (state) => states.push(state),
    language: () => "vi",
    open: () => new Wire() as unknown as WebSocket,
  };
  socket = new LiveSocket(host);
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

const settle = (after = 0) => vi.advanceTimersByTimeAsync(after);
const wire = (number: number) => Wire.all[number] as Wire;

test("says hello with its topics, and what was followed meanwhile after ready", async () => {
  socket.follow("body");
  socket.start();
  await settle();
  wire(0).onopen?.();
  expect(wire(0).sent).toEqual([{ type: "hello", ticket: "t1", topics: ["body"], lang: "vi" }]);
  socket.follow("ballot:1");
  wire(0).say({ type: "ready", connection: "c", server_time: "2026-03-02T02:41:07Z", heartbeat: 25 });
  expect(wire(0).sent[1]).toEqual({ type: "subscribe", topics: ["ballot:1"] });
  expect(states).toEqual(["connecting", "online"]);
});

test("comes back with a new ticket and the newest position", async () => {
  socket.follow("body");
  socket.start();
  await settle();
  wire(0).ready();
  wire(0).say({ type: "view", topic: "body", ref: "ballot/1", rev: 1, data: {} });
  wire(0).say({ type: "at", n: 1, position: "P1" });
  wire(0).close(1006);
  await settle(600);
  wire(1).onopen?.();
  expect(wire(1).sent[0]).toEqual({ type: "hello", ticket: "t2", topics: ["body"], lang: "vi", position: "P1" });
  expect(states).toContain("lost");
});

test("a lost frame is noticed by the count, and the older position is kept", async () => {
  socket.start();
  await settle();
  wire(0).ready();
  wire(0).say({ type: "at", n: 0, position: "P0" });
  wire(0).say({ type: "at", n: 2, position: "P2" });
  expect(wire(0).closedWith).toBe(4000);
  await settle(600);
  wire(1).onopen?.();
  expect(wire(1).sent[0]).toMatchObject({ position: "P0" });
});

test("silence of two and a half heartbeats ends the connection", async () => {
  socket.start();
  await settle();
  wire(0).ready();
  await settle(62_000);
  expect(wire(0).closedWith).toBe(0);
  await settle(1000);
  expect(wire(0).closedWith).toBe(4000);
});

test("a topic is left when its last screen leaves it", async () => {
  const one = socket.follow("body");
  const two = socket.follow("body");
  socket.start();
  await settle();
  wire(0).ready();
  one();
  one();
  expect(wire(0).sent).toHaveLength(1);
  two();
  expect(wire(0).sent[1]).toEqual({ type: "unsubscribe", topics: ["body"] });
});

test("stops when nobody is signed in", async () => {
  tickets = [null];
  socket.start();
  await settle(60_000);
  expect(states).toEqual(["connecting", "ended"]);
  expect(Wire.all).toHaveLength(0);
});
