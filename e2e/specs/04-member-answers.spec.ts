/** A member, on a tablet, reads, answers every question, and is sure that it counted. */
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

function answer(member: Visitor) {
  return member.page.getByRole("region", { name: "Ý kiến của tôi", exact: true });
}

/** In portrait the answer is a sheet at the bottom edge. */
async function raise(member: Visitor): Promise<void> {
  const handle = answer(member).getByRole("button", { name: /(Mở|Thu lại)$/ });
  if ((await handle.getAttribute("aria-expanded")) === "false") await handle.click();
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("sees what waits by deadline, and reads the papers", async ({ as }) => {
  const member = await as("bo-truong-cong-an", "landscape");
  const { page } = member;
  const waiting = page.getByRole("region", { name: /Chờ cho ý kiến/ }).or(page.getByRole("main"));
  await expect(waiting.getByRole("link", { name: ballots.fresh }).first()).toBeVisible();
  await member.openBallot(ballots.fresh);

  const reader = page.getByRole("region", { name: /^Tài liệu: Tờ trình/ });
  await expect(reader.getByLabel(/^Trang 1 trên/).first()).toBeVisible();
  await member.look("member-ballot");

  await page
    .getByRole("list", { name: "Tài liệu" })
    .getByRole("button", { name: /Dự thảo Nghị định/ })
    .click();
  const draft = page.getByRole("region", { name: /^Tài liệu: Dự thảo/ });
  await expect(draft.getByLabel(/^Trang 1 trên (3[5-9]|4\d)$/).first()).toBeVisible();

  const tools = draft.getByRole("toolbar", { name: "Công cụ đọc" });
  await tools.getByRole("button", { name: "Các trang" }).click();
  const thumbnails = page.getByRole("navigation", { name: "Các trang" });
  await expect(thumbnails).toBeVisible();
  await thumbnails.getByRole("button", { name: /^Trang 3 trên/ }).click();
  await expect(tools.getByLabel("Trang", { exact: true })).toHaveValue("3");

  await tools.getByRole("button", { name: "Tìm trong tài liệu" }).click();
  await page.getByLabel("Từ cần tìm").fill("mat nuoc ven bien");
  await expect(page.getByText(/chỗ/).first()).toBeVisible();
  await member.look("member-search");
  await tools.getByRole("button", { name: "Xoay phải" }).click();
});

test("agrees to all, confirms, and the receipt is there again after a reload", async ({ as }) => {
  const member = await as("bo-truong-cong-an");
  const { page } = member;
  await member.openBallot(ballots.fresh);
  await raise(member);
  await answer(member).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await expect(answer(member).getByText("3/3 nội dung đã trả lời").filter({ visible: true }).first()).toBeVisible();
  await member.look("member-answer");
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();

  const record = page.getByRole("alertdialog", { name: "Xem lại lần cuối trước khi gửi" });
  await expect(record.getByRole("definition").getByText("Vũ Hải Đăng")).toBeVisible();
  await member.look("member-confirm");
  await record.getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.look("member-signing");
  await member.sign();
  await expect(record).toBeHidden();

  await raise(member);
  await expect(
    answer(member)
      .getByText(/Đã ghi nhận \d\d:\d\d:\d\d/)
      .first(),
  ).toBeVisible();
  const receipt = await answer(member)
    .getByText(/^Biên nhận/)
    .first()
    .textContent();
  await member.look("member-receipt");

  await page.reload();
  await raise(member);
  await expect(
    answer(member)
      .getByText(/^Biên nhận/)
      .first(),
  ).toHaveText(receipt ?? "");
  await answer(member).getByRole("button", { name: "Kiểm tra" }).click();
  await expect(answer(member).getByText("Khớp: ý kiến đang lưu đúng là ý kiến đã xác nhận.").first()).toBeVisible();
});

test("changes the answer until closing, reserves an opinion, asks for discussion, and sees the history", async ({
  as,
}) => {
  const member = await as("bo-truong-cong-an", "desk");
  const { page } = member;
  await member.openBallot(ballots.fresh);
  await answer(member).getByRole("button", { name: "Sửa ý kiến" }).click();

  const second = answer(member).getByRole("region", { name: "Nội dung 2" });
  await second.getByText("Không đồng ý", { exact: true }).click();
  const third = answer(member).getByRole("region", { name: "Nội dung 3" });
  await third.getByText("Đề nghị thảo luận", { exact: true }).click();
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  // A disagreement needs its reason: said at the field, and nothing is lost.
  await expect(second.getByText(/cần ghi rõ ý kiến/)).toBeVisible();
  await member.look("member-missing");
  await second.getByLabel("Lý do không đồng ý").fill("Cần bố trí tạm cư trước, tránh ảnh hưởng đời sống người dân.");
  await answer(member).getByText("Ý kiến bảo lưu được in trong kết quả phiếu.").click();
  await answer(member).getByLabel("Nội dung bảo lưu").fill("Bảo lưu về thời hạn tạm cư 24 tháng.");
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();

  const record = page.getByRole("alertdialog", { name: "Xem lại lần cuối trước khi gửi" });
  await expect(record.getByText("Lần thứ 2, thay cho lần trước")).toBeVisible();
  await record.getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.sign();
  await expect(record).toBeHidden();
  await expect(answer(member).getByText(/bản 2/).first()).toBeVisible();
  await answer(member).getByText("Các bản trước: 1").click();
  await expect(answer(member).getByText(/^Bản 1,/)).toBeVisible();
  await member.look("member-changed");
});

test("uses the draft that the office prepared, and sees who prepared it", async ({ as }) => {
  const member = await as("bo-truong-y-te", "landscape");
  await member.openBallot(ballots.half);
  const draft = answer(member).getByRole("region", { name: "Dự thảo của đơn vị giúp việc" });
  await expect(draft.getByText(/Người chuẩn bị:/)).toBeVisible();
  await draft.getByRole("button", { name: "Dùng dự thảo này" }).click();
  await expect(answer(member).getByText("2/2 nội dung đã trả lời").filter({ visible: true }).first()).toBeVisible();
  await member.look("member-draft");
});

test("finds every ballot that is over, with its result", async ({ as }) => {
  const member = await as("bo-truong-cong-an");
  await member.page.getByRole("navigation").getByRole("link", { name: "Lịch sử của tôi" }).click();
  await expect(member.page.getByRole("rowheader", { name: ballots.certified })).toBeVisible();
  await member.look("member-history");
  await member.page.getByRole("link", { name: ballots.certified }).click();
  await expect(member.page.getByText(/01\/2026\/KQLYK/).first()).toBeVisible();
  await member.look("member-result");
});
