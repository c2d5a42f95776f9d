/** Where the operator allowed no host, no model can be set, and the table is made without one. */
import { expect, test } from "../lib/test.ts";

test("the administrator reads who must do what first", async ({ as, browserConsole }) => {
  browserConsole.expect(/403|409|422/);
  const admin = await as("quan-tri-1", "desk");
  const { page } = admin;
  await page.goto("/summaries/assist");
  await admin.arrived();
  await expect(page.getByText("Đang tắt: không ý kiến nào rời khỏi hệ thống")).toBeVisible();
  await expect(page.getByText(/khởi động lại với -ai-hosts/)).toBeVisible();
  await expect(page.getByLabel("Chỉ hồ sơ công khai")).toBeChecked();
  await expect(page.getByRole("button", { name: "Thử kết nối" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Bật" })).toBeDisabled();
  await admin.look("assist-none");
  await page.getByRole("button", { name: "Lưu thiết lập" }).click();
  await expect(page.getByText("Xin nhập tên mô hình.").last()).toBeVisible();
});

test("nobody else has the settings", async ({ as }) => {
  for (const login of ["phan-tich", "thu-ky-1", "thu-tuong"]) {
    const other = await as(login, "desk");
    await expect(other.page.getByRole("link", { name: "Mô hình hỗ trợ" })).toHaveCount(0);
    expect((await other.page.request.get("/api/assist")).status()).toBe(403);
  }
});
