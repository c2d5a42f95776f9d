/** Everybody gets in by their link, and their first page is accessible and quiet. */
import { expect, test } from "../lib/test.ts";

const roles = [
  ["thu-tuong", "Thủ tướng"],
  ["bo-truong-y-te", "thành viên"],
  ["chuyen-vien-bo-truong-y-te", "chuyên viên"],
  ["don-vi-bo-truong-y-te", "đơn vị tham mưu"],
  ["thu-ky-bo-truong-y-te", "thư ký của thành viên"],
  ["thu-ky-1", "Văn phòng"],
  ["pho-thu-tuong-2", "người phê duyệt"],
  ["soan-thao-tai-chinh", "cơ quan soạn thảo"],
  ["phan-tich", "tổng hợp ý kiến"],
  ["kiem-toan", "kiểm toán"],
  ["quan-tri-1", "quản trị"],
] as const;

for (const [login, role] of roles) {
  test(`first page: ${role}`, async ({ as }) => {
    const visitor = await as(login);
    await expect(visitor.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(visitor.page.getByRole("main")).not.toContainText("Đang tải");
    await visitor.look(`first-${login}`);
  });
}
