import { expect, test } from "vitest";
import { nameOf } from "./download.ts";

test("the file is named as the server says, and never otherwise", () => {
  expect(nameOf('attachment; filename="ecabinet-audit-20261123-010203.jsonl.gz"')).toBe(
    "ecabinet-audit-20261123-010203.jsonl.gz",
  );
  expect(nameOf("attachment; filename=ket-qua-lay-y-kien-03-2026-KQLYK-VPCP.pdf")).toBe(
    "ket-qua-lay-y-kien-03-2026-KQLYK-VPCP.pdf",
  );
  expect(nameOf(null)).toBe("ecabinet");
  expect(nameOf('attachment; filename="../../x"')).toBe("ecabinet");
});
