/** The deadline passes, the ballot closes by itself and is counted; the result is classed, certified and printed. */
import { ballots, expect, test } from "../lib/test.ts";

test("an other opinion that decides is classed by two persons, then the result gets its number", async ({ as }) => {
  const first = await as("thu-ky-1", "desk");
  await first.page.goto("/ballots/desk?state=closed");
  await first.page.getByRole("rowheader", { name: ballots.closed }).getByRole("link").click();
  await expect(first.page.getByRole("heading", { level: 1 })).toHaveText("Kết quả lấy ý kiến");
  await expect(first.page.getByText(/11 trực tiếp \+ 2 coi như đồng ý/).first()).toBeVisible();
  await first.look("result-provisional");

  await first.page.getByRole("button", { name: "Xếp loại Đặng Ngọc Sơn" }).click();
  const dialog = first.page.getByRole("dialog", { name: /Xếp loại ý kiến khác của Đặng Ngọc Sơn/ });
  await dialog.getByText("Xếp vào đồng ý").click();
  await dialog
    .getByLabel("Lý do")
    .fill("Ý kiến ghi rõ “thống nhất nội dung”, chỉ đề nghị bổ sung điều khoản chuyển tiếp.");
  await first.look("result-classing");
  await dialog.getByRole("button", { name: "Xếp loại và báo cho thành viên" }).click();
  await first.sign();
  await expect(dialog).toBeHidden();
  await expect(first.page.getByText("Chưa thể xác nhận kết quả")).toBeVisible();
  await expect(first.page.getByText(/cần một người khác .* đồng ý/)).toBeVisible();

  const second = await as("thu-ky-2", "desk");
  await second.page.goto(first.page.url());
  await second.page.getByRole("button", { name: "Đồng ý với việc xếp loại" }).click();
  await second.sign();
  await expect(second.page.getByText(/xếp loại \(Trần Quốc Việt xác nhận\) = 14\/27/).first()).toBeVisible();
  await second.look("result-seconded");

  await first.page.getByRole("button", { name: "Xác nhận kết quả" }).click();
  const certify = first.page.getByRole("alertdialog", { name: "Xác nhận kết quả lấy ý kiến" });
  await certify.getByRole("button", { name: "Xác nhận, đánh số và khóa kết quả" }).click();
  await expect(first.page.getByText("Kết quả đã được xác nhận, số 03/2026/KQLYK").first()).toBeVisible();
  await first.look("result-certified");

  await first.page.getByRole("link", { name: "Phiếu kết quả để in" }).click();
  await expect(first.page.getByText("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")).toBeVisible();
  await expect(first.page.getByText("Số: 03/2026/KQLYK")).toBeVisible();
  await first.look("result-print");
});

test("closes by itself at the deadline, once, and enters silence as deemed", async ({ as, clock }) => {
  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/ballots/desk?state=open");
  await desk.page.getByRole("rowheader", { name: ballots.near }).getByRole("link").click();
  await expect(desk.page.getByRole("heading", { level: 1, name: ballots.near })).toBeVisible();
  await clock.forward("10h");
  // The open screen tells of it without being asked.
  await desk.page.getByRole("link", { name: "Xem kết quả" }).click();
  await expect(desk.page.getByText(/coi như đồng ý/).first()).toBeVisible();
  await desk.look("result-closed-by-itself");

  const silent = await as("bo-truong-xay-dung");
  await silent.page.getByRole("link", { name: ballots.near }).first().click();
  await expect(silent.page.getByText(/việc không trả lời trong hạn được coi như đồng ý/)).toBeVisible();
  await silent.look("member-deemed");
});
