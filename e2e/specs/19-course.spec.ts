/**
 * A run of the model that takes its time: followed by counts in two browsers, left and come
 * back to, stopped and resumed, ended by an endpoint that fails and by a cap, asked again.
 */
import { Gate } from "../lib/gate.ts";
import { Server } from "../lib/server.ts";
import { ballots, test as base, expect, type Visitor } from "../lib/test.ts";

interface Settings {
  rev: number;
  set: { endpoint: string; calls: number };
}

/** The demonstration with its endpoint behind a gate. */
const test = base.extend<{ gate: Gate; server: Server }, { slow: { gate: Gate; server: Server } }>({
  slow: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const gate = await Gate.open();
      const server = await Server.copy(["-ai", "fake", "-ai-hosts", gate.host]);
      await use({ gate, server });
      await gate.close();
      await server.discard();
    },
    { scope: "worker" },
  ],
  server: async ({ slow }, use) => use(slow.server),
  gate: async ({ slow }, use) => use(slow.gate),
});

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const question = async (who: Visitor) =>
  (await who.get<{ items: { id: string; draft: string }[] }>("/api/syntheses")).items.find((one) =>
    ballots.closed.test(one.draft),
  )?.id ?? "";

const count = (who: Visitor, part: string) => who.page.locator(".progress", { hasText: part }).locator(".number");

/** Changes the settings as the administrator does, where a spec is not about that screen. */
async function set(admin: Visitor, part: Partial<Settings["set"]>): Promise<Settings> {
  const now = await admin.get<Settings>("/api/assist");
  return admin.act<Settings>("/api/assist", { rev: now.rev, set: { ...now.set, ...part } }, "PUT");
}

test("themes are found while two screens follow", async ({ as, gate }) => {
  const admin = await as("quan-tri-1", "desk");
  const before = await admin.get<Settings>("/api/assist");
  gate.target = new URL(before.set.endpoint).origin;
  const { rev } = await set(admin, { endpoint: `http://${gate.host}/v1` });
  const tested = await admin.act<Settings>("/api/assist/test", { rev });
  await admin.act("/api/assist/switch", { rev: tested.rev, on: true });

  const analyst = await as("phan-tich", "desk");
  const desk = await as("thu-ky-1", "desk");
  gate.holding = true;
  await analyst.page.goto(`/summaries/${await question(analyst)}`);
  await analyst.page.getByRole("button", { name: "Nhờ mô hình tìm nhóm vấn đề" }).click();
  await expect(analyst.page.getByText("Mô hình đang làm", { exact: true })).toBeVisible();
  await expect(count(analyst, "Tìm nhóm vấn đề")).toContainText("0/1");
  await desk.page.goto(`/summaries/${await question(desk)}`);
  await expect(desk.page.getByText("Mô hình đang làm", { exact: true })).toBeVisible();
  await expect(desk.page.getByRole("button", { name: "Dừng" })).toHaveCount(0);
  await gate.pass();
  await expect(analyst.page.getByRole("heading", { name: "Chọn nhóm vấn đề" })).toBeVisible();
  await expect(desk.page.getByText("Chờ chọn nhóm vấn đề", { exact: true })).toBeVisible();
});

test("placing is counted, left and come back to, stopped and resumed", async ({ as, gate }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await page.goto(`/summaries/${await question(analyst)}`);
  await page.getByRole("button", { name: /^Nhờ mô hình xếp vào/ }).click();
  await expect(count(analyst, "Xếp từng ý kiến")).toHaveText(/^0\/\d+ phần$/);
  await gate.pass();
  await expect(count(analyst, "Xếp từng ý kiến")).toHaveText(/^1\/\d+ phần$/);
  await gate.pass();
  await expect(count(analyst, "Xếp từng ý kiến")).toHaveText(/^2\/\d+ phần$/);
  await analyst.look("course-asking");

  await page.getByRole("link", { name: "Tổng hợp ý kiến" }).first().click();
  await expect(page.getByRole("row", { name: ballots.closed }).first()).toContainText("Mô hình đang làm");
  await gate.pass(); // it goes on without the screen
  await page.getByRole("link", { name: ballots.closed }).first().click();
  await expect(count(analyst, "Xếp từng ý kiến")).toHaveText(/^3\/\d+ phần$/);

  await page.getByRole("button", { name: "Dừng" }).click();
  await expect(page.getByText(/^Đã dừng theo yêu cầu/)).toBeVisible();
  await expect(page.getByText("Đã dừng", { exact: true })).toBeVisible();
  await gate.pass(); // what was on its way is paid for and kept
  await analyst.look("course-stopped");
  await page.getByRole("button", { name: "Chạy tiếp" }).click();
  await expect(count(analyst, "Xếp từng ý kiến")).toHaveText(/^4\/\d+ phần$/);
});

test("an endpoint that fails stops the run with its reason; what failed is asked again", async ({ as, gate }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await page.goto(`/summaries/${await question(analyst)}`);
  await expect(page.getByText("Mô hình đang làm", { exact: true })).toBeVisible();
  gate.broken = true;
  gate.free();
  await expect(page.getByText(/^Máy chủ của mô hình đang lỗi/).first()).toBeVisible({ timeout: 40_000 });
  await page.locator("summary", { hasText: "Phần để người xếp (3)" }).click();
  await analyst.look("course-failed");

  // A cap stops it before the call that would pass it.
  gate.broken = false;
  const admin = await as("quan-tri-1", "desk");
  await set(admin, { calls: 12 });
  await page.getByRole("button", { name: "Chạy tiếp" }).click();
  await expect(page.getByText(/^Lần chạy đã dùng hết hạn mức lượt gọi\. Đề nghị người quản trị/)).toBeVisible();
  await page.locator("summary", { hasText: "Đã dùng và còn lại" }).click();
  await expect(page.getByRole("row", { name: /^Lượt gọi/ })).toContainText("12");
  await analyst.look("course-cap");
  await set(admin, { calls: 500 });
  await page.getByRole("button", { name: "Chạy tiếp" }).click();
  await expect(page.getByText("Mô hình đã làm xong, chưa đưa vào bảng.")).toBeVisible();
  await expect(page.getByText(/^Phần để người xếp/)).toHaveCount(0);
});
