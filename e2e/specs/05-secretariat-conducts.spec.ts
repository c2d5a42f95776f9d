/** The secretariat watches the matrix live, reminds, extends, recalls, records on behalf. */
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

async function conduct(desk: Visitor, title: RegExp): Promise<void> {
  await desk.page.goto("/ballots/desk?state=open");
  await desk.page.getByRole("rowheader", { name: title }).getByRole("link").click();
  await expect(desk.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

test("sees an answer come in, and reminds those who are silent", async ({ as }) => {
  test.slow();
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.near);
  const matrix = desk.page.getByRole("table", { name: "Thành viên và ý kiến" });
  const row = matrix.getByRole("row", { name: /Trịnh Công Thành/ });
  await expect(row).toContainText("Chưa trả lời");
  await desk.look("desk-matrix");

  const member = await as("bo-truong-xay-dung", "landscape");
  await member.openBallot(ballots.near);
  const answer = member.page.getByRole("region", { name: "Ý kiến của tôi", exact: true });
  await answer.getByRole("button", { name: "Đồng ý tất cả" }).click();
  await answer.getByRole("button", { name: "Xem lại và gửi" }).click();
  await member.page.getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.sign();
  await expect(row).toContainText("Đã trả lời");

  await desk.page.getByRole("button", { name: /^Nhắc \d người chưa trả lời/ }).click();
  await expect(desk.page.getByText(/Đã nhắc \d thành viên/).first()).toBeAttached();
  const silent = await as("bo-truong-y-te");
  await expect(silent.page.getByText("Nhắc: phiếu đang chờ ý kiến").first()).toBeVisible();
});

test("extends with a reason, and members are told", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.near);
  await desk.page.getByRole("button", { name: "Gia hạn" }).click();
  const dialog = desk.page.getByRole("dialog", { name: "Gia hạn trả lời" });
  await dialog.getByRole("group", { name: "Ngày cuối cùng mới" }).getByRole("spinbutton").first().click();
  await desk.page.keyboard.type("18112026");
  await dialog.getByLabel("Lý do").fill("Bộ Y tế bổ sung số liệu theo đề nghị của Bộ Tư pháp.");
  await desk.look("desk-extend");
  await dialog.getByRole("button", { name: /Gia hạn và báo cho 27 thành viên/ }).click();
  await expect(dialog).toBeHidden();
  await expect(desk.page.getByText(/18\/11\/2026/).first()).toBeVisible();
});

test("recalls a ballot; its answers are kept and never counted", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.round);
  await desk.page.getByRole("button", { name: "Thu hồi" }).click();
  const dialog = desk.page.getByRole("alertdialog", { name: "Thu hồi phiếu" });
  await dialog.getByLabel("Lý do").fill("Cơ quan chủ trì rút hồ sơ.");
  await desk.look("desk-recall");
  await dialog.getByRole("button", { name: "Thu hồi phiếu: 3/27 đã trả lời" }).click();
  await expect(desk.page.getByText("Đã thu hồi").first()).toBeVisible();

  const member = await as("bo-truong-noi-vu");
  await member.page.getByRole("link", { name: ballots.round }).first().click();
  await expect(member.page.getByText(/Phiếu đã được thu hồi/).first()).toBeVisible();
});

test("a member confirms what was recorded on behalf", async ({ as }) => {
  const member = await as("pho-thu-tuong-3", "landscape");
  await member.page.getByRole("link", { name: ballots.near }).first().click();
  await expect(member.page.getByText("Ý kiến do Văn phòng ghi thay").first()).toBeVisible();
  await member.look("member-on-behalf");
  await member.page.getByRole("button", { name: "Đúng, xác nhận" }).click();
  await member.sign();
  await expect(member.page.getByText("Ghi thay, đã xác nhận").first()).toBeVisible();
});
