/** The auditor downloads the audit file and proves on another machine that nothing was altered. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { binary } from "../lib/server.ts";
import { expect, test } from "../lib/test.ts";

test("downloads the file, and the program verifies it with the public key", async ({ as, server }, info) => {
  const auditor = await as("kiem-toan", "desk");
  const { page } = auditor;
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/audit");
  const key =
    execFileSync(binary(), ["key", "-data", server.folder], { encoding: "utf8" }).match(/[0-9a-f]{64}/)?.[0] ?? "";
  await expect(page.getByText(key).first()).toBeVisible(); // the screen shows the key that the operator prints
  await auditor.look("audit-file");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tải tệp kiểm toán" }).click();
  const file = info.outputPath("audit-file");
  await (await download).saveAs(file);
  await expect(page.getByText(/Đã tải xong/).first()).toBeVisible();

  const right = spawnSync(binary(), ["verify", file, "-key", key], { encoding: "utf8" });
  expect(right.stdout + right.stderr).toContain("is as it was written");
  expect(right.status).toBe(0);

  // One changed bit in the middle is found.
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const wrong = spawnSync(binary(), ["verify", file, "-key", key], { encoding: "utf8" });
  expect(wrong.status, wrong.stdout + wrong.stderr).not.toBe(0);
});

test("reads the journal", async ({ as }) => {
  const auditor = await as("kiem-toan", "landscape");
  await auditor.page.goto("/audit/journal");
  await expect(auditor.page.getByRole("table").first()).toBeVisible();
  await auditor.look("audit-journal");
});
