/** The secretariat writes a ballot, a deputy prime minister approves it, and it opens at once or at its time. */
import { typeDate } from "../lib/hands.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

const child = /bảo vệ trẻ em trên môi trường mạng/;

async function ask(desk: Visitor, number: number, text: string): Promise<void> {
  await desk.page.getByRole("button", { name: "Thêm nội dung" }).click();
  await desk.page
    .getByRole("group", { name: `Nội dung ${number}` })
    .getByLabel("Nội dung cần cho ý kiến")
    .fill(text);
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("writes a ballot with options, somebody recused, and a deadline that tells what it skips", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto("/ballots/desk");
  await page.getByRole("button", { name: "Soạn phiếu" }).click();
  const choosing = page.getByRole("dialog", { name: "Soạn phiếu từ hồ sơ nào?" });
  await choosing.getByText(child).click();
  await desk.look("desk-new");
  await choosing.getByRole("button", { name: "Bắt đầu soạn" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Soạn phiếu lấy ý kiến" })).toBeVisible();
  await expect(page.getByLabel("Tên phiếu")).toHaveValue(child);
  await expect(page.getByText("Ít nhất một nội dung cần cho ý kiến")).toBeVisible();
  await ask(desk, 1, "Về sự cần thiết ban hành nghị định");
  await ask(desk, 2, "Về thời hạn gỡ bỏ nội dung vi phạm");
  const second = page.getByRole("group", { name: "Nội dung 2" });
  await second.getByText("Chọn một trong các phương án, hoặc ý kiến khác").click();
  await expect(page.getByText("Phương án còn trống ở nội dung 2")).toBeVisible();
  await second.getByRole("textbox", { name: "Phương án 1" }).fill("Trong 24 giờ");
  await second.getByRole("textbox", { name: "Phương án 2" }).fill("Trong 12 giờ");
  await second.getByRole("button", { name: /Phương án cơ quan chủ trì đề xuất/ }).click();
  await page.getByRole("option", { name: /Trong 24 giờ/ }).click();

  // Five working days from a Monday end on the next: the week-end is told by its days.
  const when = page.getByRole("region", { name: "Thời hạn" }).or(page.getByRole("main"));
  await expect(when.getByText(/5 ngày làm việc nếu gửi hôm nay/)).toBeVisible();
  await expect(when.getByText("Không tính 2 ngày:")).toBeVisible();
  await expect(when.getByRole("listitem").filter({ hasText: "21/11/2026" })).toBeVisible();
  await expect(when.getByRole("listitem").filter({ hasText: "22/11/2026" })).toBeVisible();
  await page.getByLabel("Số ngày làm việc").fill("9");
  await expect(page.getByText("Thời hạn từ 2 đến 5 ngày làm việc")).toBeVisible();
  await page.getByLabel("Số ngày làm việc").fill("5");
  await expect(page.getByText(/Nghị định 191\/2026\/NĐ-CP/).first()).toBeVisible();

  await page.getByText("Không tham gia: Lò Văn Inh").click();
  await expect(page.getByText("1 không tham gia.")).toBeVisible();
  await expect(page.getByText("Phiếu đã đủ để trình")).toBeVisible();
  await desk.look("desk-write");
  await page.getByLabel("Giờ hết hạn").fill("25:99"); // is no hour, and sends nothing
  await page.getByRole("button", { name: "Trình phê duyệt" }).click();
  await expect(page.getByRole("link", { name: /Giờ hết hạn/ })).toBeVisible();
  await page.getByLabel("Giờ hết hạn").fill("");
  await page.getByRole("button", { name: "Trình phê duyệt" }).click();
  await expect(page.getByText("Chờ phê duyệt").first()).toBeVisible();
});

test("an approver approves it, and members and their offices see it at once", async ({ as }) => {
  const member = await as("bo-truong-van-hoa");
  const clerk = await as("chuyen-vien-bo-truong-van-hoa", "desk");
  await member.arrived();
  await clerk.arrived();

  const approver = await as("pho-thu-tuong-2");
  await approver.page.goto("/ballots/approvals");
  await approver.page.getByRole("link", { name: child }).click();
  await expect(approver.page.getByText("Trong 24 giờ (đề xuất)")).toBeVisible();
  await approver.page.getByRole("button", { name: "Phê duyệt", exact: true }).click();
  await approver.look("approvals-approve");
  await approver.page.getByRole("button", { name: "Phê duyệt và gửi ngay tới 27 thành viên" }).click();
  await approver.sign();
  await expect(approver.page.getByText(/Phiếu đã gửi tới 27 thành viên/)).toBeVisible();

  // Their first pages stand open and show it without a reload.
  await expect(member.page.getByRole("main").getByRole("link", { name: child }).first()).toBeVisible();
  await expect(clerk.page.getByRole("row", { name: child })).toContainText("Chưa có dự thảo");
  await expect(clerk.page.getByText("Có phiếu mới cần cho ý kiến").first()).toBeVisible();
});

test("the list of members is frozen: a name changed afterwards stays as it was", async ({ as }) => {
  const admin = await as("quan-tri-1", "desk");
  await admin.page.goto("/people");
  await admin.page.getByRole("link", { name: "Kiều Thị Lan Anh" }).first().click();
  await admin.page.getByRole("button", { name: "Sửa thông tin" }).click();
  const edit = admin.page.getByRole("dialog");
  await edit.getByLabel("Họ và tên").fill("Kiều Thị Lan Hương");
  await admin.look("person-edit");
  await edit.getByRole("button", { name: "Lưu", exact: true }).click();
  await expect(admin.page.getByRole("heading", { level: 1, name: /Kiều Thị Lan Hương/ })).toBeVisible();

  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/ballots/desk?state=open");
  await desk.page.getByRole("rowheader", { name: child }).getByRole("link").click();
  const rows = desk.page.getByRole("table", { name: "Thành viên và ý kiến" }).getByRole("row");
  await expect(rows).toHaveCount(28);
  await expect(rows.filter({ hasText: "Kiều Thị Lan Anh" })).toContainText("Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch");
  await expect(rows.filter({ hasText: "Lò Văn Inh" })).toContainText("Không tham gia");
});

test("an approver refuses with a reason, which the secretariat reads", async ({ as, browserConsole }) => {
  browserConsole.expect(/status of 422/); // the reason that is missing at first
  const approver = await as("pho-thu-tuong-3", "landscape");
  await approver.page.goto("/ballots/approvals");
  await approver.page.getByRole("link", { name: ballots.submitted }).click();
  await approver.page.getByRole("button", { name: "Không phê duyệt" }).click();
  const dialog = approver.page.getByRole("dialog", { name: "Không phê duyệt phiếu" });
  await dialog.getByRole("button", { name: "Trả lại Văn phòng" }).click();
  await expect(dialog.getByLabel("Lý do")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Lý do").fill("Bổ sung đánh giá tác động đến cân đối ngân sách năm 2027.");
  await approver.look("approvals-refuse");
  await dialog.getByRole("button", { name: "Trả lại Văn phòng" }).click();
  await expect(dialog).toBeHidden();

  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/ballots/desk?state=draft");
  await desk.page.getByRole("rowheader", { name: ballots.submitted }).getByRole("link").click();
  await expect(desk.page.getByText("Phạm Đức Thịnh không phê duyệt, với lý do:")).toBeVisible();
  await expect(desk.page.getByText("Bổ sung đánh giá tác động đến cân đối ngân sách năm 2027.")).toBeVisible();
});

test("set for New Year's Eve it skips the holiday, and opens at its minute", async ({ as, clock }) => {
  const desk = await as("thu-ky-2", "desk");
  const { page } = desk;
  await page.goto("/ballots/desk?state=draft");
  await page.getByRole("rowheader", { name: ballots.draft }).getByRole("link").click();
  await page.getByText("Vào thời điểm đã định").click();
  await typeDate(page.getByRole("main"), "Gửi lúc", "080031122026");
  const holiday = page.getByRole("listitem").filter({ hasText: "01/01/2027" });
  await expect(holiday).toContainText("Tết Dương lịch");
  await expect(page.getByText(/Lịch làm việc năm 2027 chưa được quản trị viên xác nhận/).first()).toBeVisible();
  await desk.look("desk-later");
  await page.getByRole("button", { name: "Trình phê duyệt" }).click();
  await expect(page.getByText("Chờ phê duyệt").first()).toBeVisible();

  const approver = await as("pho-thu-tuong-1", "landscape");
  await approver.page.goto("/ballots/approvals");
  await approver.page.getByRole("link", { name: ballots.draft }).click();
  await approver.page.getByRole("button", { name: "Phê duyệt", exact: true }).click();
  await approver.page.getByRole("button", { name: "Phê duyệt, gửi lúc 31/12/2026 08:00" }).click();
  await approver.sign();
  await expect(approver.page.getByText(/đã phê duyệt; gửi lúc/)).toBeVisible();

  const member = await as("bo-truong-noi-vu");
  const line = member.page.getByRole("main").getByRole("link", { name: ballots.draft });
  await member.arrived();
  await clock.forward(new Date("2026-12-31T07:58:00+07:00"));
  await member.page.reload();
  await member.arrived();
  await expect(line).toHaveCount(0);
  await clock.forward("3m");
  await expect(line.first()).toBeVisible();
});
