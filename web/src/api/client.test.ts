import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { address, request, setGates } from "./client.ts";
import { NetworkProblem, Problem } from "./problem.ts";

let calls: { path: string; init: RequestInit }[];
let answers: (() => Response)[];

const json = (status: number, body: unknown) => () =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json" } });

beforeEach(() => {
  calls = [];
  answers = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push({ path, init });
    const answer = answers.shift();
    if (!answer) throw new TypeError("no network");
    return answer();
  });
});
afterEach(() => {
  setGates(null);
  vi.unstubAllGlobals();
});

const key = (call: number) => new Headers(calls[call]?.init.headers).get("Idempotency-Key");

test("a command carries a key and the language, a read only the language", async () => {
  answers = [json(200, {}), json(200, {})];
  await request("POST", "/api/x", { a: 1 });
  await request("GET", "/api/x");
  expect(key(0)).toMatch(/^[0-9a-f-]{32,36}$/);
  expect(key(1)).toBeNull();
  expect(new Headers(calls[1]?.init.headers).get("Accept-Language")).toBe("vi");
});

test("a refusal carries the server's words and its fields", async () => {
  answers = [
    json(422, { detail: "Cần sửa.", code: "x.y", errors: [{ path: "title", code: "z", detail: "Còn trống." }] }),
  ];
  const refusal = (await request("POST", "/api/x").catch((error) => error)) as Problem;
  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal.message).toBe("Cần sửa.");
  expect(refusal.field("title")).toBe("Còn trống.");
});

test("a stale change gives what is there now", async () => {
  answers = [json(409, { detail: "Đã đổi.", current: { rev: 8 } })];
  const refusal = (await request("PUT", "/api/x").catch((error) => error)) as Problem;
  expect(refusal.stale).toBe(true);
  expect(refusal.current).toEqual({ rev: 8 });
});

test("the signing window is asked for and the same command goes on", async () => {
  answers = [json(403, { code: "auth.signing_required" }), json(200, { ok: true })];
  setGates({ signIn: async () => false, signingWindow: async () => true });
  expect(await request("POST", "/api/x")).toEqual({ ok: true });
  expect(key(0)).toBe(key(1));
});

test("a left signing window is a refusal", async () => {
  answers = [json(403, { code: "auth.signing_required", detail: "Cần xác nhận." })];
  setGates({ signIn: async () => false, signingWindow: async () => false });
  await expect(request("POST", "/api/x")).rejects.toThrow("Cần xác nhận.");
});

test("an ended session asks for sign-in, and the call goes on after it", async () => {
  answers = [json(401, { code: "session.ended" }), json(200, { ok: true })];
  setGates({ signIn: async () => true, signingWindow: async () => false });
  expect(await request("POST", "/api/x")).toEqual({ ok: true });
  expect(key(0)).toBe(key(1));
});

test("without a network nobody knows whether a command was done", async () => {
  await expect(request("POST", "/api/x")).rejects.toBeInstanceOf(NetworkProblem);
});

test("empty parts of a query are left out", () => {
  expect(address("/api/x", { a: "", b: undefined, c: 0, d: "ý" })).toBe("/api/x?c=0&d=%C3%BD");
});

test("a signature asks for its window first, and nothing is sent where it is left", async () => {
  answers = [json(200, { ok: true })];
  let open = false;
  setGates({
    signIn: async () => false,
    signingWindow: async () => {
      open = true;
      return true;
    },
    signingOpen: () => open,
  });
  expect(await request("POST", "/api/x", undefined, { signs: true })).toEqual({ ok: true });
  expect(calls).toHaveLength(1);
  setGates({ signIn: async () => false, signingWindow: async () => false, signingOpen: () => false });
  await expect(request("POST", "/api/x", undefined, { signs: true })).rejects.toBeInstanceOf(Problem);
  expect(calls).toHaveLength(1);
});
