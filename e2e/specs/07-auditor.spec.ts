/** The auditor takes the audit file and verifies it; the operator verifies the database; what was changed is named. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { binary } from "../lib/server.ts";
import { ballots, expect, test } from "../lib/test.ts";

/** Runs a command of the program: its code, and what it says. */
function run(...args: string[]): { code: number | null; says: string } {
  const done = spawnSync(binary(), args, { encoding: "utf8" });
  return { code: done.status, says: done.stdout + done.stderr };
}

test("downloads the audit file and verifies it away from the server", async ({ as, server }, info) => {
  const auditor = await as("kiem-toan", "desk");
  const { page } = auditor;
  await page.goto("/audit");
  await expect(page.getByRole("heading", { level: 1, name: "Kiểm toán" })).toBeVisible();
  const command = page.getByText(/^ecabinet verify/);
  await expect(command).toBeVisible();
  await auditor.look("audit-file");

  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tải tệp kiểm toán" }).click();
  const arrived = await arriving;
  const file = info.outputPath(arrived.suggestedFilename());
  await arrived.saveAs(file);
  await expect(page.getByRole("main").getByText(/Đã tải xong/)).toBeVisible();
  await auditor.look("audit-file-taken");

  const key = run("key", "-data", server.folder).says.trim();
  await expect(command).toHaveText(`ecabinet verify ${arrived.suggestedFilename()} --key ${key}`);
  const clean = run("verify", file, "--key", key);
  expect(clean.says).toContain("covers every row");
  expect(clean.code).toBe(0);

  const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n");
  const at = lines.findIndex((line) => line.includes('"t":"answer"') && line.includes('\\"choice\\":\\"agree\\"'));
  expect(at).toBeGreaterThan(0);
  const forged = info.outputPath("forged.gz");
  lines[at] = (lines[at] ?? "").replace('\\"choice\\":\\"agree\\"', '\\"choice\\":\\"disagree\\"');
  writeFileSync(forged, gzipSync(lines.join("\n")));
  const found = run("verify", forged, "--key", key);
  expect(found.says).toContain(`line ${at + 1}: answers, row`);
  expect(found.code).toBe(1);
});

test("searches the journal", async ({ as }) => {
  const auditor = await as("kiem-toan", "desk");
  const { page } = auditor;
  await page.goto("/audit/journal");
  const rows = page.getByRole("table", { name: "Nhật ký" }).getByRole("row");
  await expect(rows).toHaveCount(51);
  await page.getByRole("button", { name: "Trang sau" }).click();
  await expect(rows.nth(1)).toBeVisible();
  await page.getByRole("button", { name: /Loại việc/ }).click();
  await page.getByRole("option", { name: "Phiếu lấy ý kiến", exact: true }).click();
  await expect(rows.getByText("Gửi phiếu lấy ý kiến").first()).toBeVisible();
  await rows.nth(1).getByText("Chi tiết").click();
  await auditor.look("journal");
  await page.getByLabel("Tìm theo mã").fill("khong-co-ma-nay");
  await expect(page.getByText("Không có dòng nào")).toBeVisible();
});

test("members and the secretariat have no such screen", async ({ as }) => {
  for (const login of ["bo-truong-y-te", "thu-ky-1"]) {
    const { page } = await as(login);
    await page.goto("/audit");
    await expect(page.getByRole("button", { name: "Tải tệp kiểm toán" })).toBeHidden();
    expect((await page.request.get("/api/audit/file")).status()).toBe(403);
    expect((await page.request.get("/api/journal")).status()).toBe(403);
  }
});

test("the operator verifies the database beside the running server", async ({ as, server }) => {
  const member = await as("bo-truong-y-te");
  await expect(member.page.getByRole("main").getByRole("link", { name: ballots.fresh }).first()).toBeVisible();
  const clean = run("verify", "--data", server.folder);
  expect(clean.says).toContain("Verified:");
  expect(clean.code).toBe(0);
  const other = run("verify", "--data", server.folder, "--key", join(server.folder, "no-such-key"));
  expect(other.code).toBe(2);
});
