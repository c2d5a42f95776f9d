/** The auditor proves on another machine that nothing was altered; the operator asks the database itself. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { folder } from "../lib/files.ts";
import { binary } from "../lib/server.ts";
import { expect, test } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

let file = "";
let key = "";

/** What `ecabinet verify` says, and its exit code. */
function verify(...args: string[]): { said: string; code: number | null } {
  const run = spawnSync(binary(), ["verify", ...args], { encoding: "utf8" });
  return { said: run.stdout + run.stderr, code: run.status };
}

/** The audit file with its lines changed; written beside the real one. */
function altered(how: (lines: string[]) => string[]): string {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
  const path = join(folder(), "altered");
  writeFileSync(path, gzipSync(`${how(lines).join("\n")}\n`));
  return path;
}

test("downloads the file, and the program verifies it with the public key", async ({ as, server }) => {
  const auditor = await as("kiem-toan", "desk");
  const { page } = auditor;
  await page.goto("/audit");
  key = server.key();
  await expect(page.getByText(key).first()).toBeVisible(); // the screen shows the key that the operator prints
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tải tệp kiểm toán" }).click();
  file = join(folder(), "audit-file");
  await (await download).saveAs(file);
  await expect(page.getByText(/Đã tải xong/).first()).toBeVisible();
  const right = verify(file, "--key", key);
  expect(right.said).toContain("is as it was written");
  expect(right.code).toBe(0);
  expect(
    verify(
      file,
      "--key",
      key.replace(/^./, (one) => (one === "0" ? "1" : "0")),
    ).code,
  ).not.toBe(0);
});

test("a changed, a missing and an added line of the file are named", () => {
  const line = (text: string) => JSON.parse(text) as { n: number; t: string; row: { seq?: number; type?: string } };
  const at = (lines: string[]) => lines.findIndex((text) => line(text).row.type === "ballot.closed");
  const alterations: ((lines: string[]) => string[])[] = [
    (lines) =>
      lines.map((text, index) => (index === at(lines) ? text.replace("ballot.closed", "ballot.opened") : text)),
    (lines) => lines.filter((_, index) => index !== at(lines)),
    (lines) => lines.flatMap((text, index) => (index === at(lines) ? [text, text] : [text])),
  ];
  for (const how of alterations) {
    const { said, code } = verify(altered(how), "--key", key);
    expect(code, said).toBe(1);
    expect(said).toMatch(/journal/);
  }
});

test("reads the journal", async ({ as }) => {
  const auditor = await as("kiem-toan", "landscape");
  await auditor.page.goto("/audit/journal");
  await expect(auditor.page.getByRole("table").first()).toBeVisible();
  await auditor.page.getByRole("button", { name: /Loại việc/ }).click();
  await auditor.page.getByRole("option", { name: "Kiểm toán" }).click();
  await expect(auditor.page.getByRole("row").filter({ hasText: "Hà Văn Chính" }).first()).toBeVisible(); // the download
});

test("the operator verifies the database; a changed, a removed and an added row are named", async ({ server }) => {
  await server.stop();
  const clean = verify("--db", `file:${server.folder}/ecabinet.db`, "--data", server.folder);
  expect(clean.code, clean.said).toBe(0);
  const one = "(SELECT id FROM answers WHERE source = 'own' ORDER BY id LIMIT 1)";
  const alterations: [sql: string, named: RegExp][] = [
    [`UPDATE answers SET content = replace(content, 'agree', 'disagree') WHERE id = ${one}`, /answers/],
    [`UPDATE seats SET name = name || '!' WHERE no = 3`, /seats/],
    [`DELETE FROM answers WHERE id = ${one}`, /answers/],
    [`DELETE FROM journal WHERE type = 'ballot.closed'`, /journal/],
    [
      `INSERT INTO answers SELECT 'added', body, ballot, round, seat, 99, person, source, standing, content, cast_by, prepared, at, record, record_hash || '0', nonce || '0', proof, reason, received_at, second_by, row_hash FROM answers WHERE id = ${one}`,
      /answers.*added|added.*answers/,
    ],
  ];
  for (const [sql, named] of alterations) {
    const copy = folder();
    cpSync(server.folder, copy, { recursive: true });
    const free = "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger';";
    const db = join(copy, "ecabinet.db");
    const drops = execFileSync("sqlite3", [db, free], { encoding: "utf8" });
    execFileSync("sqlite3", [db, `${drops} ${sql};`]);
    const { said, code } = verify("--db", `file:${db}`, "--data", copy);
    expect(code, `${sql}\n${said}`).toBe(1);
    expect(said).toMatch(named);
  }
});
