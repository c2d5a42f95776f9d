/** The secretariat writes a ballot, a deputy prime minister approves it, and it opens at once or at its time. */
import { ballots, expect, test } from "../lib/test.ts";

test("writes a ballot, has it approved, and members see it at once", async ({ as }) => {
  test.slow();
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto("/ballots/desk");
  await desk.look("desk-list");
  await page.getByRole("button", { name: "Soạn phiếu" }).click();
  const choosing = page.getByRole("dialog", { name: "Soạn phiếu từ hồ sơ nào?" });
  await choosing.getByText(/bảo vệ trẻ em/).click();
  await desk.look("desk-new");
  await choosing.getByRole("button", { name: "Bắt đầu soạn" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Soạn phiếu lấy ý kiến" })).toBeVisible();
  await expect(page.getByLabel("Tên phiếu")).toHaveValue(/bảo vệ trẻ em trên môi trường mạng/);
  await expect(page.getByText("Ít nhất một nội dung cần cho ý kiến")).toBeVisible();
  await page.getByRole("button", { name: "Thêm nội dung" }).click();
  await page.getByLabel("Nội dung cần cho ý kiến").first().fill("Về sự cần thiết ban hành nghị định");
  await page.getByRole("button", { name: "Thêm nội dung" }).click();
  await page.getByLabel("Nội dung cần cho ý kiến").nth(1).fill("Về thời hạn gỡ bỏ nội dung vi phạm");
  await expect(page.getByText(/5 ngày làm việc nếu gửi hôm nay/)).toBeVisible();
  await expect(page.getByText("Phiếu đã đủ để trình")).toBeVisible();
  await desk.look("desk-write");
  await page.getByRole("button", { name: "Trình phê duyệt" }).click();
  await expect(page.getByText("Chờ phê duyệt").first()).toBeVisible();
  await desk.look("desk-submitted");

  const member = await as("bo-truong-van-hoa");
  await expect(member.page.getByRole("heading", { level: 1 })).toBeVisible();

  const approver = await as("pho-thu-tuong-2");
  await approver.page.goto("/ballots/approvals");
  await approver.look("approvals-list");
  await approver.page.getByRole("link", { name: /bảo vệ trẻ em/ }).click();
  await approver.look("approvals-ballot");
  await approver.page.getByRole("button", { name: "Phê duyệt", exact: true }).click();
  await approver.page.getByRole("button", { name: "Phê duyệt và gửi ngay tới 27 thành viên" }).click();
  await approver.sign();
  await expect(approver.page.getByText(/Phiếu đã gửi tới 27 thành viên/)).toBeVisible();

  // The member's first page stands open and shows it without a reload.
  await expect(
    member.page
      .getByRole("main")
      .getByRole("link", { name: /bảo vệ trẻ em/ })
      .first(),
  ).toBeVisible();
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
  await expect(desk.page.getByText("Bổ sung đánh giá tác động đến cân đối ngân sách năm 2027.")).toBeVisible();
});

test("a ballot approved for later opens at its time", async ({ as, clock }) => {
  const member = await as("bo-truong-van-hoa");
  const line = member.page.getByRole("main").getByRole("link", { name: ballots.approved });
  await expect(member.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(line).toHaveCount(0);
  await clock.forward("7h");
  await expect(line.first()).toBeVisible();
});
