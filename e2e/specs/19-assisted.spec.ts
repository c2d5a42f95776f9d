/**
 * The synthesis with a model, from the administrator's settings to the table: nothing is
 * sent before it was tested and turned on, nor of a matter above the class that was set.
 */
import { Server } from "../lib/server.ts";
import { test as base, expect } from "../lib/test.ts";

/** The demonstration with its endpoint that answers by rule. */
const test = base.extend<{ server: Server }, { assisted: Server }>({
  assisted: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const server = await Server.copy(["-ai", "fake"]);
      await use(server);
      await server.discard();
    },
    { scope: "worker" },
  ],
  server: async ({ assisted }, use) => use(assisted),
});

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("the administrator sets the model, tests the connection and turns it on", async ({ as }) => {
  const admin = await as("quan-tri-1", "desk");
  const { page } = admin;
  await page.getByRole("link", { name: "Mô hình hỗ trợ" }).click();
  await admin.arrived();
  await expect(page.getByText("Đang bật", { exact: true })).toBeVisible();
  await admin.look("assist-on");
  await page.getByRole("button", { name: "Tắt" }).click();
  await expect(page.getByText("Đang tắt: không ý kiến nào rời khỏi hệ thống")).toBeVisible();

  // A figure out of bounds is said at its field, and nothing is sent.
  await page.getByLabel("Lượt gọi mỗi lần chạy").fill("0");
  await page.getByRole("button", { name: "Lưu thiết lập" }).click();
  await expect(page.getByText("Xin nhập số từ 1 đến 20.000.").last()).toBeVisible();
  await admin.look("assist-wrong");
  await page.getByLabel("Lượt gọi mỗi lần chạy").fill("500");

  // Another model is another connection: it is tested before it may be turned on.
  await page.getByLabel("Tên mô hình").fill("fake-2");
  await page.getByLabel("Chỉ hồ sơ công khai").check({ force: true });
  await expect(page.getByRole("button", { name: "Bật" })).toBeDisabled();
  await page.getByRole("button", { name: "Lưu thiết lập" }).click();
  await expect(page.getByText("Chưa thử kết nối như đang thiết lập")).toBeVisible();
  await expect(page.getByRole("button", { name: "Bật" })).toBeDisabled();
  await admin.look("assist-untested");
  await page.getByRole("button", { name: "Thử kết nối" }).click();
  await expect(page.locator(".banner-title", { hasText: "Thử đạt: dùng được mô hình này" })).toBeVisible();
  for (const check of [
    "Trả lời đúng lược đồ đã gửi",
    "Chữ Việt trở về nguyên vẹn",
    "Cho biết đã đọc bao nhiêu token",
    "Đọc trọn hai đầu ở độ dài đã khai",
  ]) {
    await expect(page.getByRole("row", { name: check })).toContainText("Đạt");
  }
  await admin.look("assist-tested");
  await page.getByRole("button", { name: "Bật" }).click();
  await expect(page.getByRole("dialog", { name: "Bật hỗ trợ của mô hình?" })).toContainText("hồ sơ công khai");
  await admin.look("assist-turn-on");
  await page.getByRole("dialog").getByRole("button", { name: "Bật" }).click();
  await expect(page.getByText("Đang bật", { exact: true })).toBeVisible();
  await page.reload();
  await admin.arrived();
  await admin.speak("en");
  await admin.look("assist-en");
});

test("a host that the operator did not allow is refused, and what was typed stays", async ({ as, browserConsole }) => {
  browserConsole.expect(/403|409|422/);
  const admin = await as("quan-tri-2", "portrait");
  const { page } = admin;
  await page.goto("/summaries/assist");
  await admin.arrived();
  await page.getByLabel("Địa chỉ máy chủ mô hình").fill("https://elsewhere.example/v1");
  await page.getByRole("button", { name: "Lưu thiết lập" }).click();
  await expect(page.getByText(/không có trong danh sách được phép/).first()).toBeVisible();
  await expect(page.getByLabel("Địa chỉ máy chủ mô hình")).toHaveValue("https://elsewhere.example/v1");
  await admin.look("assist-host");
});
