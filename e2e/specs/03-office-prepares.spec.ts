/** A member's office: a draft passes up through clerk, unit and head, each may send it back. */
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

const minister = "Tạ Hữu Nhân";

function draft(staff: Visitor) {
  return staff.page.getByRole("region", { name: `Dự thảo ý kiến của ${minister}`, exact: true });
}

async function open(staff: Visitor): Promise<void> {
  await staff.page.getByRole("rowheader", { name: ballots.fresh }).getByRole("link").click();
  await expect(staff.page.getByRole("heading", { level: 1, name: ballots.fresh })).toBeVisible();
}

async function pass(staff: Visitor, to: string): Promise<void> {
  await draft(staff).getByRole("button", { name: "Trình lên", exact: true }).click();
  await draft(staff)
    .getByRole("button", { name: `Trình lên: ${to}` })
    .click();
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("sees at once what came in for the member", async ({ as }) => {
  const clerk = await as("chuyen-vien-bo-truong-y-te", "desk");
  const { page } = clerk;
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(minister) })).toBeVisible();
  await expect(page.getByRole("row", { name: ballots.half })).toContainText("Đã trình Thành viên");
  await expect(page.getByRole("row", { name: ballots.fresh })).toContainText("Chưa có dự thảo");
  await clerk.look("office-list");
});

test("writes, passes up, gets it back with a reason, and the member sees who prepared what", async ({ as }) => {
  test.slow();
  const clerk = await as("chuyen-vien-bo-truong-y-te", "desk");
  await open(clerk);
  const first = draft(clerk).getByRole("region", { name: "Nội dung 1" });
  await first.getByText("Đồng ý", { exact: true }).click();
  await draft(clerk).getByRole("region", { name: "Nội dung 2" }).getByText("Ý kiến khác", { exact: true }).click();
  await draft(clerk)
    .getByRole("region", { name: "Nội dung 2" })
    .getByLabel("Nội dung ý kiến khác")
    .fill("Đề nghị bổ sung chính sách y tế cho hộ phải di dời.");
  // What is typed outlives a way to another screen, and a reload.
  await clerk.page.getByRole("link", { name: "Việc của đơn vị" }).first().click();
  await expect(clerk.page.getByRole("heading", { level: 1, name: "Việc của đơn vị" })).toBeVisible();
  await clerk.page.goBack();
  await expect(first.getByRole("radio", { name: "Đồng ý", exact: true })).toBeChecked();
  await expect(draft(clerk).getByRole("region", { name: "Nội dung 2" }).getByLabel("Nội dung ý kiến khác")).toHaveValue(
    "Đề nghị bổ sung chính sách y tế cho hộ phải di dời.",
  );
  await draft(clerk).getByRole("region", { name: "Nội dung 3" }).getByText("Đồng ý", { exact: true }).click();
  await draft(clerk).getByRole("button", { name: "Lưu dự thảo" }).click();
  await expect(draft(clerk).getByText(/^Đã lưu/)).toBeVisible();
  await clerk.look("office-draft");
  await pass(clerk, "Đơn vị tham mưu");
  await expect(draft(clerk).getByText(/Dự thảo đã trình lên bước Đơn vị tham mưu/)).toBeVisible();

  const unit = await as("don-vi-bo-truong-y-te", "desk");
  await open(unit);
  await expect(draft(unit).getByLabel("Nội dung ý kiến khác")).toHaveValue(/chính sách y tế/);
  await draft(unit).getByRole("button", { name: "Trả lại", exact: true }).click();
  await draft(unit).getByRole("button", { name: "Trả lại: Chuyên viên" }).click();
  await expect(draft(unit).getByText("Cần nêu lý do trả lại.").first()).toBeVisible();
  await draft(unit).getByLabel("Lý do trả lại").fill("Nêu rõ điều khoản cần sửa.");
  await unit.look("office-send-back");
  await draft(unit).getByRole("button", { name: "Trả lại: Chuyên viên" }).click();

  // The clerk's screen stands open and tells at once.
  await expect(draft(clerk).getByText("Nêu rõ điều khoản cần sửa.").first()).toBeVisible();
  await pass(clerk, "Đơn vị tham mưu");
  await expect(draft(unit).getByRole("button", { name: "Trình lên", exact: true })).toBeVisible();
  await pass(unit, "Thủ trưởng đơn vị");

  const head = await as("thu-ky-bo-truong-y-te", "desk");
  await open(head);
  await draft(head).getByRole("button", { name: "Trả lại", exact: true }).click();
  await draft(head).getByLabel("Lý do trả lại").fill("Thống nhất với ý kiến tại phiếu trước.");
  await draft(head).getByRole("button", { name: "Trả lại: Đơn vị tham mưu" }).click();
  await expect(draft(unit).getByText("Thống nhất với ý kiến tại phiếu trước.").first()).toBeVisible();
  await pass(unit, "Thủ trưởng đơn vị");
  await expect(draft(head).getByRole("button", { name: "Trình lên", exact: true })).toBeVisible();
  await pass(head, "Thành viên");
  await expect(draft(head).getByText(/Dự thảo đã trình Thành viên/)).toBeVisible();

  const member = await as("bo-truong-y-te", "landscape");
  await member.openBallot(ballots.fresh);
  const seen = member.page.getByRole("region", { name: "Dự thảo của đơn vị giúp việc" });
  await expect(seen.getByText(/Người chuẩn bị:/)).toContainText("Hoàng Thị Hương Giang");
  await seen.getByText("Quá trình chuẩn bị").click();
  await expect(seen.getByText(/trả lại từ/)).toHaveCount(2);
  await member.look("office-draft-at-member");
  await seen.getByRole("button", { name: "Không dùng" }).click();
  await seen.getByLabel("Lý do không dùng dự thảo").fill("Tôi sẽ tự ghi ý kiến.");
  await seen.getByRole("button", { name: "Trả lại cho đơn vị" }).click();
  await expect(draft(head).getByText(/không dùng dự thảo này/)).toBeVisible();
});
