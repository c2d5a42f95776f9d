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

/** A line of the audit file. */
interface Line {
  n: number;
  t: string;
  row: Record<string, unknown>;
}

function linesOf(path: string): Line[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
  return lines.map((text) => JSON.parse(text) as Line);
}

/** An audit file of these lines, written beside the real one. */
function altered(lines: Line[]): string {
  const path = join(folder(), "altered");
  writeFileSync(path, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
  return path;
}

/** How verify begins to name a row: its table and its id. */
function naming(table: string, row: unknown): RegExp {
  return new RegExp(`^WRONG: (line \\d+: )?${table}, row ${row}( \\(journal row \\d+\\))?: `, "m");
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

test("of a changed, a missing and an added line of the file the very row is named", () => {
  const lines = linesOf(file);
  expect(verify(altered(lines), "--key", key).code, "written as it was read").toBe(0);
  const at = (what: (line: Line) => boolean) => lines.findIndex(what);
  const closed = at((line) => line.t === "journal" && line.row.type === "ballot.closed");
  const cast = at((line) => line.t === "answer" && line.row.source === "own");
  const seat = at((line) => line.t === "seat" && line.row.no === 3);
  const put = (index: number, ...instead: Line[]) => lines.toSpliced(index, 1, ...instead);
  const edit = (index: number, row: Line["row"]) => {
    const line = lines[index] as Line;
    return { ...line, row: { ...line.row, ...row } };
  };
  const same = (index: number) => edit(index, {});
  const seq = Number(lines[closed]?.row.seq);
  const answer = lines[cast]?.row.id;
  const alterations: [what: string, lines: Line[], table: string, row: unknown][] = [
    ["another event", put(closed, edit(closed, { type: "ballot.opened" })), "journal", seq],
    ["no such event", put(closed), "journal", seq],
    ["the event once more", put(closed, same(closed), same(closed)), "journal", seq + 1],
    ["another answer", put(cast, edit(cast, { record_hash: "0".repeat(64) })), "answers", answer],
    ["no such answer", put(cast), "answers", answer],
    ["one more answer", put(cast, same(cast), edit(cast, { id: "added", revision: 99 })), "answers", "added"],
    ["another name", put(seat, edit(seat, { name: "Ai đó" })), "seats", lines[seat]?.row.id],
    ["no such seat", put(seat), "seats", lines[seat]?.row.id],
  ];
  for (const [what, changed, table, row] of alterations) {
    // As it was left, and as by somebody who numbers the lines again.
    for (const each of [changed, changed.map((line, index) => ({ ...line, n: index + 1 }))]) {
      const { said, code } = verify(altered(each), "--key", key);
      expect(code, `${what}: ${said}`).toBe(1);
      expect(said, what).toMatch(naming(table, row));
    }
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

test("the operator verifies the database; of a changed, a removed and an added row the very row is named", async ({
  server,
}) => {
  await server.stop();
  const own = join(server.folder, "ecabinet.db");
  const clean = verify("--db", `file:${own}`, "--data", server.folder);
  expect(clean.code, clean.said).toBe(0);
  const sqlite = (db: string, sql: string) => execFileSync("sqlite3", [db, sql], { encoding: "utf8" }).trim();
  const [answer = "", ballot = ""] = sqlite(
    own,
    `SELECT a.id, a.ballot FROM answers a JOIN ballots b ON b.id = a.ballot
     WHERE a.source = 'own' AND b.state = 'certified' ORDER BY a.id LIMIT 1`,
  ).split("|");
  const body = "body = (SELECT body FROM ballots LIMIT 1)";
  const closed = Number(sqlite(own, `SELECT min(seq) FROM journal WHERE type = 'ballot.closed' AND ${body}`));
  const last = Number(sqlite(own, `SELECT max(seq) FROM journal WHERE ${body}`));
  const event = `seq = ${closed} AND ${body}`;
  const more = (table: string, columns: string, where: string) =>
    `CREATE TEMP TABLE more AS SELECT * FROM ${table} WHERE ${where}; UPDATE more SET ${columns}; INSERT INTO ${table} SELECT * FROM more`;
  const alterations: [sql: string, table: string, row: string | number][] = [
    [`UPDATE answers SET content = replace(content, 'agree', 'disagree') WHERE id = '${answer}'`, "answers", answer],
    [`DELETE FROM answers WHERE id = '${answer}'`, "answers", answer],
    [
      more("answers", "id = 'added', revision = 99, record_hash = record_hash || '0'", `id = '${answer}'`),
      "answers",
      "added",
    ],
    [`UPDATE seats SET name = name || '!' WHERE ballot = '${ballot}' AND no = 3`, "seats", `${ballot}:3`],
    [`DELETE FROM seats WHERE ballot = '${ballot}' AND no = 3`, "seats", `${ballot}:3`],
    [more("seats", `id = '${ballot}:28', no = 28, person = 'somebody'`, `id = '${ballot}:3'`), "seats", `${ballot}:28`],
    [`UPDATE journal SET type = 'ballot.opened' WHERE ${event}`, "journal", closed],
    [`DELETE FROM journal WHERE ${event}`, "journal", closed],
    [more("journal", `seq = ${last + 1}`, event), "journal", last + 1],
    [`UPDATE ballots SET title = title || '!' WHERE id = '${ballot}'`, "ballots", ballot],
  ];
  for (const [sql, table, row] of alterations) {
    const copy = folder();
    cpSync(server.folder, copy, { recursive: true });
    const db = join(copy, "ecabinet.db");
    const drops = sqlite(db, "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger';");
    sqlite(db, `${drops} ${sql};`);
    const { said, code } = verify("--db", `file:${db}`, "--data", copy);
    expect(code, `${sql}\n${said}`).toBe(1);
    expect(said, sql).toMatch(naming(table, row));
  }
});
