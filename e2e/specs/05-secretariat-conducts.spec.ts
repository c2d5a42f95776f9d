/** The secretariat watches the matrix live, reminds, extends, records on behalf, recalls. */
import { file, pdf } from "../lib/files.ts";
import { agreeToAll, answer, give, typeDate } from "../lib/hands.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

async function conduct(desk: Visitor, title: RegExp): Promise<void> {
  await desk.page.goto("/ballots/desk?state=open");
  await desk.page.getByRole("rowheader", { name: title }).getByRole("link").click();
  await expect(desk.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

function seat(desk: Visitor, name: string) {
  return desk.page.getByRole("table", { name: "Thành viên và ý kiến" }).getByRole("row").filter({ hasText: name });
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("sees an answer come in", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.near);
  await expect(seat(desk, "Trịnh Công Thành")).toContainText("Chưa trả lời");
  const member = await as("bo-truong-xay-dung", "landscape");
  await member.openBallot(ballots.near);
  await agreeToAll(member);
  // The desk's screen was not touched. This ballot shows it the choices too.
  await expect(seat(desk, "Trịnh Công Thành")).toContainText("Đã trả lời");
  await expect(seat(desk, "Trịnh Công Thành").getByText("Đồng ý", { exact: true })).toHaveCount(2);
});

test("reminds those who are silent, and their offices, in the application", async ({ as }) => {
  const silent = await as("bo-truong-y-te");
  const clerk = await as("chuyen-vien-bo-truong-y-te", "desk");
  const done = await as("bo-truong-xay-dung");
  for (const one of [silent, clerk, done]) await one.arrived();
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.near);
  await desk.page.getByRole("button", { name: /^Nhắc 4 người chưa trả lời/ }).click();
  await expect(desk.page.getByText("Đã nhắc 4 thành viên và đơn vị giúp việc.").first()).toBeAttached();
  // Their first pages stand open.
  const reminder = "Nhắc: phiếu đang chờ ý kiến";
  await expect(silent.page.getByText(reminder).first()).toBeVisible();
  await expect(clerk.page.getByText(reminder).first()).toBeVisible();
  await clerk.look("office-reminded");
  await clerk.page
    .getByRole("region", { name: /^Thông báo/ })
    .or(clerk.page.getByRole("main"))
    .getByRole("button", { name: "Đánh dấu đã đọc" })
    .click();
  await expect(clerk.page.getByText(reminder)).toHaveCount(0);
  await done.page.reload();
  await done.arrived();
  await expect(done.page.getByText(reminder)).toHaveCount(0);
});

test("extends with a reason, and members are told", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.near);
  await desk.page.getByRole("button", { name: "Gia hạn" }).click();
  const dialog = desk.page.getByRole("dialog", { name: "Gia hạn trả lời" });
  await typeDate(dialog, "Ngày cuối cùng mới", "18112026");
  await dialog.getByLabel("Lý do").fill("Bộ Y tế bổ sung số liệu theo đề nghị của Bộ Tư pháp.");
  await desk.look("desk-extend");
  await dialog.getByRole("button", { name: /Gia hạn và báo cho 27 thành viên/ }).click();
  await expect(dialog).toBeHidden();
  await expect(desk.page.getByText(/18\/11\/2026/).first()).toBeVisible();

  const member = await as("bo-truong-y-te");
  await expect(member.page.getByText("Phiếu được gia hạn").first()).toBeVisible();
  await member.openBallot(ballots.near);
  await expect(member.page.getByText(/^Đã gia hạn đến 18\/11\/2026/)).toBeVisible();
  await expect(member.page.getByText("Bộ Y tế bổ sung số liệu theo đề nghị của Bộ Tư pháp.")).toBeVisible();
});

test("a member confirms what was recorded on behalf", async ({ as }) => {
  const member = await as("pho-thu-tuong-3", "landscape");
  await expect(member.page.getByRole("heading", { name: "Ý kiến ghi thay chờ xác nhận: 1 phiếu" })).toBeVisible();
  await member.look("home-on-behalf");
  await member.openBallot(ballots.near);
  await expect(member.page.getByText("Ý kiến do Văn phòng ghi thay").first()).toBeVisible();
  await member.look("member-on-behalf");
  await member.page.getByRole("button", { name: "Đúng, xác nhận" }).click();
  await member.sign();
  await expect(member.page.getByText("Ghi thay, đã xác nhận").first()).toBeVisible();
});

test("records an answer on behalf with its scan; the member disputes it, which voids it", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.near);
  const acts = seat(desk, "Mai Anh Tuấn").getByRole("button", { name: "Việc với Mai Anh Tuấn" });
  // By keyboard there and back: the button of the acts has it again.
  await acts.focus();
  await desk.page.keyboard.press("Enter");
  await expect(desk.page.getByRole("menuitem", { name: "Ghi thay ý kiến" })).toBeFocused();
  await desk.page.keyboard.press("Escape");
  await expect(acts).toBeFocused();
  await desk.page.keyboard.press("ArrowDown");
  await expect(desk.page.getByRole("menuitem", { name: "Ghi thay ý kiến" })).toBeFocused();
  await desk.page.keyboard.press("Enter");
  await expect(desk.page.getByRole("dialog")).toBeVisible();
  await desk.page.keyboard.press("Escape");
  await expect(acts).toBeFocused();
  await acts.click();
  await desk.page.getByRole("menuitem", { name: "Ghi thay ý kiến" }).click();
  const dialog = desk.page.getByRole("dialog", { name: "Ghi thay ý kiến của Mai Anh Tuấn" });
  for (const question of ["Nội dung 1", "Nội dung 2"])
    await dialog.getByRole("region", { name: question }).getByText("Đồng ý", { exact: true }).click();
  await typeDate(dialog, "Thời điểm nhận", "073016112026");
  await dialog.getByLabel("Lý do ghi thay").fill("Bộ trưởng đi công tác, trả lời qua điện thoại.");
  await give(dialog.getByRole("button", { name: "Chọn tệp" }), file("bien-ban-dien-thoai.pdf", pdf("Bien ban")));
  await expect(dialog.getByRole("list", { name: "Tệp kèm theo" })).toContainText("bien-ban-dien-thoai.pdf");
  await desk.look("desk-on-behalf");
  await dialog.getByRole("button", { name: "Ghi thay và báo cho thành viên" }).click();
  await desk.sign();
  await expect(dialog).toBeHidden();
  await expect(seat(desk, "Mai Anh Tuấn")).toContainText("Ghi thay, chờ xác nhận");

  const member = await as("bo-truong-thong-tin", "landscape");
  await expect(member.page.getByText("Văn phòng đã ghi thay một ý kiến, chờ xác nhận").first()).toBeVisible();
  await member.openBallot(ballots.near);
  await expect(answer(member).getByText("Bộ trưởng đi công tác, trả lời qua điện thoại.")).toBeVisible();
  const download = member.page.waitForEvent("download");
  await answer(member).getByRole("link", { name: "bien-ban-dien-thoai.pdf" }).click();
  expect((await download).suggestedFilename()).toBe("bien-ban-dien-thoai.pdf");
  await member.page.getByRole("button", { name: "Không đúng, hủy bản ghi thay" }).click();
  await member.sign();
  await expect(member.page.getByText("Bản Văn phòng ghi thay đã bị hủy do không đúng").first()).toBeVisible();
  await member.look("member-disputed");
  await expect(seat(desk, "Mai Anh Tuấn")).toContainText("Chưa trả lời");
});

test("a member takes no part and reads no more; the secretariat records it of another", async ({
  as,
  browserConsole,
}) => {
  // The socket may say so before the act's own reply: the screen then asks once more for what it may not read.
  browserConsole.expect(/status of 404 .*\/api\/ballots\//);
  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.round);
  const member = await as("bo-truong-tu-phap", "landscape");
  await member.openBallot(ballots.round);
  await member.page.getByRole("button", { name: "Không tham gia phiếu này…" }).click();
  const dialog = member.page.getByRole("alertdialog", { name: "Không tham gia cho ý kiến" });
  await dialog.getByLabel(/^Lý do/).fill("Có lợi ích liên quan tới nội dung này.");
  await member.look("member-no-part");
  await dialog.getByRole("button", { name: "Ký: không tham gia" }).click();
  await member.sign();
  await expect(member.page).toHaveURL("/home");
  await expect(member.page.getByRole("main").getByRole("link", { name: ballots.round })).toHaveCount(0);
  await expect(seat(desk, "Đặng Ngọc Sơn")).toContainText("Không tham gia");

  const other = seat(desk, "Đỗ Xuân Trường");
  await other.getByRole("button", { name: "Việc với Đỗ Xuân Trường" }).click();
  await desk.page.getByRole("menuitem", { name: "Ghi không tham gia" }).click();
  const record = desk.page.getByRole("alertdialog", { name: "Đỗ Xuân Trường không tham gia" });
  await record.getByLabel("Lý do").fill("Báo qua điện thoại lúc 8 giờ.");
  await desk.look("desk-recusal");
  await record.getByRole("button", { name: "Ghi không tham gia" }).click();
  await desk.sign();
  await expect(other).toContainText("Không tham gia");
});

test("recalls a ballot; its answers are kept and never counted", async ({ as }) => {
  const reading = await as("bo-truong-y-te");
  await reading.openBallot(ballots.round);
  await expect(reading.page.getByRole("region", { name: /^Tài liệu: / }).first()).toBeVisible();

  const desk = await as("thu-ky-1", "desk");
  await conduct(desk, ballots.round);
  await desk.page.getByRole("button", { name: "Thu hồi" }).click();
  const dialog = desk.page.getByRole("alertdialog", { name: "Thu hồi phiếu" });
  await dialog.getByLabel("Lý do").fill("Cơ quan chủ trì rút hồ sơ.");
  await desk.look("desk-recall");
  await dialog.getByRole("button", { name: "Thu hồi phiếu: 3/27 đã trả lời" }).click();
  await expect(desk.page.getByText("Đã thu hồi").first()).toBeVisible();

  // Who has it open loses the papers at once.
  await expect(reading.page.getByText("Phiếu đã được thu hồi").first()).toBeVisible();
  await expect(reading.page.getByRole("region", { name: /^Tài liệu: / })).toHaveCount(0);

  const member = await as("bo-truong-noi-vu");
  await member.openBallot(ballots.round);
  await expect(member.page.getByText(/^Nguyễn Thu Trang thu hồi lúc/)).toBeVisible();
  await expect(member.page.getByText("Cơ quan chủ trì rút hồ sơ.")).toBeVisible();
  await expect(answer(member).getByText("Ý kiến đã gửi được lưu giữ và không đưa vào tổng hợp.")).toBeVisible();
  await expect(answer(member).getByText("Đồng ý", { exact: true }).filter({ visible: true })).toHaveCount(2);
  await expect(
    answer(member)
      .getByText(/^Biên nhận/)
      .first(),
  ).toBeVisible();
  await expect(member.page.getByText("Phiếu đã thu hồi nên tài liệu không còn mở để đọc.")).toBeVisible();
});
