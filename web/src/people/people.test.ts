import { describe, expect, test } from "vitest";
import { endOf, fromText, startOf, untilText, whenOf } from "./days.ts";
import { decides, forbidden, rowText, suggestLogin } from "./rules.ts";

describe("days", () => {
  test("a day begins and ends where the body is", () => {
    expect(startOf("2026-11-22")).toBe("2026-11-21T17:00:00.000Z");
    expect(endOf("2026-11-22")).toBe("2026-11-22T17:00:00.000Z");
  });

  test("an end at midnight is told as the last day, another with its hour", () => {
    expect(untilText(endOf("2026-12-31"))).toBe("31/12/2026");
    expect(untilText("2026-11-22T03:15:00Z")).toBe("22/11/2026 10:15");
    expect(fromText(startOf("2026-11-22"))).toBe("22/11/2026");
  });

  test("a span runs, is over, or has yet to begin", () => {
    const now = Date.parse("2026-11-22T00:00:00Z");
    expect(whenOf({ from: "2026-11-01T00:00:00Z", until: null }, now)).toBe("now");
    expect(whenOf({ from: "2026-11-01T00:00:00Z", until: "2026-11-22T00:00:00Z" }, now)).toBe("past");
    expect(whenOf({ from: "2026-12-01T00:00:00Z", until: null }, now)).toBe("future");
  });
});

test("an administrator holds nothing that reads or gives opinions", () => {
  expect(forbidden(["administrator", "drafter", "member"])).toEqual(["administrator", "member"]);
  expect(forbidden(["member", "secretariat"])).toEqual([]);
  expect(forbidden(["administrator", "drafter"])).toEqual([]);
});

test("who decides takes two administrators", () => {
  expect(decides(["drafter"])).toBe(false);
  expect(decides(["drafter", "approver"])).toBe(true);
});

test.each([
  ["Nguyễn Văn Đức", "", "duc.nv"],
  ["Lê An", "", "an.l"],
  ["Lê An", "Le.An@example.gov", "le.an"],
  ["", "", ""],
])("%s %s signs in as %s", (name, email, login) => {
  expect(suggestLogin(name, email)).toBe(login);
});

test("a rule is read in words", () => {
  const kinds = [
    {
      id: "answer",
      name: "phiếu trả lời",
      relations: [{ id: "own", name: "của chính mình" }],
      actions: [{ id: "read-answer", name: "xem ý kiến trả lời" }],
    },
  ];
  expect(rowText("allow, member, answer:own, read-answer", kinds)).toBe(
    "Thành viên được xem ý kiến trả lời (của chính mình)",
  );
  expect(rowText("deny, *, answer:any, *", kinds)).toBe("mọi người không được làm mọi việc (mọi trường hợp)");
});
