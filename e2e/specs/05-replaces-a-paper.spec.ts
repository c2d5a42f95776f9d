/** A paper of an open ballot is replaced: by a correction that members are told of, then by a new round. */
import { file, pdf } from "../lib/files.ts";
import { agreeToAll, answer, give, recorded, send } from "../lib/hands.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

const reason = { correction: "Sửa lỗi đánh máy tại trang 3.", round: "Sửa mức hỗ trợ tại Điều 3." };

/** The drafter brings a new version of the draft text, and waits until it can be read. */
async function bring(drafter: Visitor, number: number): Promise<void> {
  await drafter.page.goto("/dossiers");
  await drafter.page.getByRole("tab", { name: /^Đang lấy ý kiến/ }).click();
  await drafter.page.getByRole("link", { name: ballots.fresh }).click();
  const paper = drafter.page
    .getByRole("list", { name: "Tài liệu", exact: true })
    .getByRole("listitem")
    .filter({ has: drafter.page.getByRole("heading", { name: /^Dự thảo Nghị định/ }) });
  await give(paper.getByRole("button", { name: /^Bản mới của/ }), file(`du-thao-${number}.pdf`, pdf(`Ban ${number}`)));
  await expect(paper).toContainText(`Bản ${number} ·`, { timeout: 90_000 });
  await expect(paper).toContainText("Sẵn sàng", { timeout: 90_000 });
}

async function replace(desk: Visitor, how: string, words: string, act: RegExp): Promise<void> {
  await desk.page.goto("/ballots/desk?state=open");
  await desk.page.getByRole("rowheader", { name: ballots.fresh }).getByRole("link").click();
  await desk.page.getByRole("button", { name: "Thay tài liệu" }).click();
  const dialog = desk.page
    .getByRole("dialog", { name: "Thay tài liệu của phiếu đang mở" })
    .or(desk.page.getByRole("alertdialog"));
  await dialog
    .getByText(/từ phiên bản \d sang phiên bản \d/)
    .last()
    .click();
  await dialog.getByRole("radiogroup", { name: "Thay theo cách nào" }).getByText(how).click();
  await dialog.getByLabel("Lý do").fill(words);
  await desk.look(`desk-replace-${how === "Vòng mới" ? "round" : "correction"}`);
  await dialog.getByRole("button", { name: act }).click();
  await expect(dialog).toBeHidden();
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("a correction: the answer stands, may be changed, and the member is told", async ({ as }) => {
  test.slow();
  const member = await as("bo-truong-giao-duc", "landscape");
  await member.openBallot(ballots.fresh);
  await agreeToAll(member);

  const drafter = await as("soan-thao-tai-nguyen", "desk");
  await bring(drafter, 2);
  const desk = await as("thu-ky-1", "desk");
  await replace(desk, "Đính chính có thông báo", reason.correction, /^Đính chính và báo cho 27 thành viên/);

  // The member's screen stands open.
  await expect(member.page.getByText(/^Đính chính tài liệu: .*, bản 2/)).toBeVisible();
  await expect(member.page.getByText(reason.correction)).toBeVisible();
  await expect(recorded(member)).toBeVisible();
  await expect(answer(member).getByRole("button", { name: "Sửa ý kiến" })).toBeVisible();
  await expect(member.page.getByRole("list", { name: "Tài liệu" })).toContainText("bản 2 · mới thay");
  await member.look("member-correction");
});

test("a new round: earlier answers become drafts, and everybody is asked again", async ({ as }) => {
  test.slow();
  const member = await as("bo-truong-giao-duc", "landscape");
  await member.openBallot(ballots.fresh);
  await expect(recorded(member)).toBeVisible();

  const drafter = await as("soan-thao-tai-nguyen", "desk");
  await bring(drafter, 3);
  const desk = await as("thu-ky-1", "desk");
  await replace(desk, "Vòng mới", reason.round, /^Mở vòng mới: 1 ý kiến thành dự thảo/);
  const row = desk.page.getByRole("table", { name: "Thành viên và ý kiến" }).getByRole("row");
  await expect(row.filter({ hasText: "Hồ Thị Bích Ngọc" })).toContainText("Chưa trả lời");
  await expect(desk.page.getByText(/Vòng 2: tài liệu đã được thay/)).toBeVisible();

  await expect(member.page.getByText("Tài liệu đã được thay, phiếu bắt đầu vòng 2").first()).toBeVisible();
  await expect(member.page.getByText(reason.round, { exact: false }).first()).toBeVisible();
  await expect(
    answer(member).getByText("Soạn dở, chưa gửi: 3/3 nội dung").filter({ visible: true }).first(),
  ).toBeVisible();
  await member.look("member-new-round");
  await send(member);
  await expect(row.filter({ hasText: "Hồ Thị Bích Ngọc" })).toContainText("Đã trả lời");
});
