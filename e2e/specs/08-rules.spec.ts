/** The body's own rules: profiles corrected with a reason, the calendar of working days kept and confirmed. */
import { expect, test } from "../lib/test.ts";

const law = "Quy chế làm việc của Chính phủ (Nghị định 191/2026/NĐ-CP)";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("an administrator corrects a figure, and somebody who was slower sees it", async ({ as, browserConsole }) => {
  test.slow();
  browserConsole.expect(/status of 4(09|22)/);
  const admin = await as("quan-tri-1", "desk");
  await admin.page.getByRole("link", { name: "Quy tắc", exact: true }).click();
  await expect(admin.page.getByText(`Đang áp dụng hôm nay, 16/11/2026: ${law}`)).toBeVisible();
  await admin.look("rules");
  await admin.page.getByRole("link", { name: `Sửa quy tắc : ${law}` }).click();
  await expect(admin.page.getByRole("heading", { level: 1 })).toContainText("Sửa quy tắc");

  const other = await as("quan-tri-2", "desk");
  await other.page.getByRole("link", { name: "Quy tắc", exact: true }).click();
  await other.page.getByRole("link", { name: `Sửa quy tắc : ${law}` }).click();

  await admin.page.getByLabel("Nhiều nhất (ngày làm việc)").fill("7");
  await admin.page.getByRole("button", { name: "Lưu bộ quy tắc" }).click();
  await expect(admin.page.getByRole("link", { name: "Lý do thay đổi: Xin ghi lý do thay đổi." })).toBeVisible();
  await admin.look("rules-refused");
  await admin.page.getByLabel("Lý do thay đổi").fill("Đối chiếu với bản gốc");
  await admin.page.getByRole("button", { name: "Lưu bộ quy tắc" }).click();
  await expect(
    admin.page.getByRole("cell", { name: /2 đến 7 ngày làm việc.*Bản đi kèm phần mềm: 2 đến 5/ }),
  ).toBeVisible();
  await expect(admin.page.getByRole("row", { name: /Đối chiếu với bản gốc/ })).toContainText("Tống Phước Hậu");
  await admin.look("rules-corrected");

  await other.page.getByLabel("Tờ trình dài hơn (trang)").fill("12");
  await other.page.getByLabel("Lý do thay đổi").fill("Theo công văn");
  await other.page.getByRole("button", { name: "Lưu bộ quy tắc" }).click();
  await expect(other.page.getByText(/Tống Phước Hậu sửa lúc .* Lý do: Đối chiếu với bản gốc/)).toBeVisible();
  await expect(other.page.getByLabel("Tờ trình dài hơn (trang)")).toHaveValue("12");
  await other.look("rules-stale");
});

test("makes rules of the body's own, which must not overlap", async ({ as, browserConsole }) => {
  test.slow();
  browserConsole.expect(/status of 409/);
  const { page, look } = await as("quan-tri-1", "desk").then((visitor) => ({
    page: visitor.page,
    look: visitor.look.bind(visitor),
  }));
  await page.getByRole("link", { name: "Quy tắc", exact: true }).click();
  await page.getByRole("link", { name: "Lập bộ quy tắc riêng" }).click();
  await page.getByLabel("Ký hiệu").fill("quy-che-rieng");
  await page.getByLabel("Tên bộ quy tắc").fill("Quy chế riêng");
  await page.getByLabel("Tên bằng tiếng Anh").fill("Own rules");
  await page.getByLabel("Văn bản", { exact: true }).fill("Quyết định số 1/QĐ");
  await page.getByRole("group", { name: "Ngày đầu có hiệu lực" }).getByRole("spinbutton").first().click();
  await page.keyboard.type("01012027");
  await page.getByLabel("Lý do thay đổi").fill("Cơ quan tự đặt");
  await page.getByRole("button", { name: "Lưu bộ quy tắc" }).click();
  await expect(page.getByText("Ngày 01/01/2027 có hai bộ quy tắc cùng hiệu lực")).toBeVisible();
  await look("rules-overlap");
  await page.getByText("Không áp dụng cho cơ quan này").click();
  await page.getByRole("button", { name: "Lưu bộ quy tắc" }).click();
  await expect(page.getByRole("columnheader", { name: /Quy chế riêng/ })).toContainText("Không áp dụng");
});

test("the secretariat keeps the days, an administrator confirms the year", async ({ as }) => {
  test.slow();
  const secretary = await as("thu-ky-1", "desk");
  await secretary.page.getByRole("link", { name: "Lịch làm việc" }).click();
  await expect(secretary.page.getByRole("heading", { level: 1, name: "Lịch làm việc năm 2026" })).toBeVisible();
  await expect(secretary.page.getByRole("button", { name: "Xác nhận lịch năm 2026" })).toHaveCount(0);
  await secretary.page.getByRole("button", { name: "Thêm ngày" }).click();
  const window = secretary.page.getByRole("dialog");
  await window.getByRole("spinbutton").first().click();
  await secretary.page.keyboard.type("15062026");
  await expect(window.getByText("Theo tuần thông thường: Thứ Hai, ngày làm việc.")).toBeVisible();
  await window.getByLabel("Tên gọi").fill("Nghỉ hoán đổi");
  await window.getByLabel("Tên bằng tiếng Anh").fill("Swapped");
  await window.getByLabel("Căn cứ").fill("Thông báo số 99/TB-VPCP");
  await window.getByLabel("Lý do thay đổi").fill("Theo thông báo");
  await secretary.look("calendar-add");
  await window.getByRole("button", { name: "Lưu ngày" }).click();
  await expect(secretary.page.getByText("Căn cứ: Thông báo số 99/TB-VPCP")).toBeVisible();

  const admin = await as("quan-tri-1", "desk");
  await admin.page.getByRole("link", { name: "Lịch làm việc" }).click();
  await admin.page.getByRole("button", { name: "Bỏ 15/06/2026" }).click();
  await admin.page.getByLabel("Lý do thay đổi").fill("Không hoán đổi nữa");
  await admin.look("calendar-remove");
  await admin.page.getByRole("alertdialog").getByRole("button", { name: "Bỏ 15/06/2026" }).click();
  await expect(admin.page.getByText("Nghỉ hoán đổi", { exact: true })).toHaveCount(0);
  await admin.page.getByRole("button", { name: "Xác nhận lịch năm 2026" }).click();
  await expect(admin.page.getByRole("dialog")).toContainText("không còn lời nhắc lịch chưa được xác nhận");
  await admin.look("calendar-confirm");
  await admin.page.getByRole("dialog").getByRole("button", { name: "Xác nhận lịch năm 2026" }).click();
  await expect(admin.page.getByText("Lịch năm 2026 đã được xác nhận")).toBeVisible();
  await admin.look("calendar-confirmed");
});
