import { expect, test } from "vitest";
import { linkOf } from "../app/rooms.ts";
import { nav } from "./nav.ts";

test("the screens of one table belong to the list that the person comes from", () => {
  const at = (role: (typeof nav)[number]["roles"][number], path: string) =>
    linkOf(
      nav.filter((item) => item.roles.includes(role)),
      path,
    )?.href;
  expect(at("drafter", "/summaries/q-1/table")).toBe("/summaries/tables");
  expect(at("auditor", "/summaries/q-1/table")).toBe("/summaries/tables");
  expect(at("analyst", "/summaries/q-1/table")).toBe("/summaries");
  expect(at("drafter", "/summaries/tables")).toBe("/summaries/tables");
  expect(at("drafter", "/ballots")).toBeUndefined();
});
