/** After a session: a paper comes back, is written by two who meet, reviewed, signed by two, corrected. */
import { enter } from "../lib/keyboard.ts";
import { expect, sessions, test, type Visitor } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

async function openPaper(who: Visitor, kind: string): Promise<string> {
  const { id } = await who.find("/api/meetings?when=past", sessions.past);
  await who.page.goto(`/meetings/${id}`);
  await who.page.getByRole("link", { name: kind }).click();
  await expect(who.page.getByRole("heading", { level: 1, name: new RegExp(`^${kind}`) })).toBeVisible();
  return id;
}

const section = (who: Visitor) => who.page.getByRole("region", { name: "Điều khoản thi hành" });
const words = "Nghị quyết này có hiệu lực kể từ ngày ký.";

test("the chair sends the resolution back, with a reason", async ({ as }) => {
  const chair = await as("thu-tuong");
  await openPaper(chair, "Nghị quyết phiên họp");
  await expect(chair.page.getByText("Chờ chủ tọa ký").first()).toBeVisible();
  await chair.page.getByRole("button", { name: "Trả lại" }).click();
  const dialog = chair.page.getByRole("dialog", { name: "Trả lại văn bản" });
  await dialog.getByLabel("Lý do trả lại").fill("Bổ sung cơ quan theo dõi thi hành.");
  await chair.look("return");
  await dialog.getByRole("button", { name: "Trả lại" }).click();
  await expect(dialog).toBeHidden();
  await expect(chair.page.getByText("Đang lấy góp ý").first()).toBeVisible();
  await section(chair)
    .getByRole("button", { name: /^Góp ý/ })
    .click();
  await section(chair)
    .getByLabel(/^Góp ý/)
    .fill("Giao Văn phòng Chính phủ theo dõi.");
  await section(chair).getByRole("button", { name: "Gửi góp ý" }).click();
  await expect(section(chair).getByText("Chờ trả lời")).toBeVisible();
});

test("two at one section: who writes is shown, one takes over, the other loses nothing", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/status of 409/); // the section is somebody else's by then
  const one = await as("thu-ky-1", "desk");
  const two = await as("thu-ky-2", "landscape");
  await openPaper(one, "Nghị quyết phiên họp");
  await openPaper(two, "Nghị quyết phiên họp");
  await section(one)
    .getByRole("button", { name: /^Soạn mục này/ })
    .click();
  const field = section(one).getByLabel(/^Nội dung soạn thêm/);
  await field.fill(`${words} Văn phòng Chính phủ theo dõi.`);
  await expect(section(two).getByText(/đang soạn mục này/)).toBeVisible();
  await two.look("somebody-writes");

  await section(two)
    .getByRole("button", { name: /^Giành quyền soạn/ })
    .click();
  const other = section(two).getByLabel(/^Nội dung soạn thêm/);
  await expect(section(one).getByText(/Nội dung ông\/bà đã gõ vẫn còn ở đây/)).toBeVisible();
  await other.fill(`${words} Giao Bộ Tư pháp theo dõi.`);
  await section(two).getByRole("button", { name: "Lưu", exact: true }).click();
  await section(two).getByRole("button", { name: "Thôi soạn" }).click();

  // The other text stands beside the own one, which is still there.
  await expect(section(one).getByText(/vừa lưu nội dung khác/)).toBeVisible();
  await expect(field).toHaveValue(`${words} Văn phòng Chính phủ theo dõi.`);
  await one.look("two-texts");
  await section(one).getByRole("button", { name: "Giữ bản của tôi" }).click();
  if (await section(one).getByRole("button", { name: "Giành quyền soạn" }).isVisible()) {
    await section(one).getByRole("button", { name: "Giành quyền soạn" }).click();
  }
  await section(one).getByRole("button", { name: "Lưu", exact: true }).click();
  await section(one).getByRole("button", { name: "Thôi soạn" }).click();
  await expect(
    section(two)
      .getByText(/Văn phòng Chính phủ theo dõi/)
      .first(),
  ).toBeVisible();
});

test("the secretary answers the comment and signs, by keyboard alone; then the chair", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await openPaper(desk, "Nghị quyết phiên họp");
  await section(desk)
    .getByLabel(/^Trả lời góp ý/)
    .fill("Đã bổ sung.");
  await enter(section(desk).getByRole("button", { name: "Trả lời", exact: true }));
  await expect(section(desk).getByText(/trả lời: Đã bổ sung/)).toBeVisible();
  await enter(desk.page.getByRole("button", { name: "Ký", exact: true }));
  const last = desk.page.getByRole("alertdialog", { name: /^Xem lại và ký/ });
  await expect(last.getByText(/Văn phòng Chính phủ theo dõi/)).toBeVisible();
  await desk.look("sign");
  await enter(last.getByRole("button", { name: "Ký với tư cách thư ký" }));
  await desk.sign();
  await expect(last).toBeHidden();

  const chair = await as("thu-tuong");
  await openPaper(chair, "Nghị quyết phiên họp");
  await chair.page.getByRole("button", { name: "Ký", exact: true }).click();
  const bytes = chair.page.getByRole("alertdialog", { name: /^Xem lại và ký/ });
  await bytes.getByRole("button", { name: "Ký với tư cách chủ tọa" }).click();
  await chair.sign();
  await expect(bytes).toBeHidden();
  await expect(chair.page.getByText("Đã ký", { exact: true }).first()).toBeVisible();
  await expect(desk.page.getByText("Đã ký", { exact: true }).first()).toBeVisible();
  await expect(desk.page.getByRole("button", { name: /^Soạn mục này/ })).toHaveCount(0);
});

test("what is signed is read, downloaded, and corrected only on the record", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await openPaper(desk, "Nghị quyết phiên họp");
  await desk.page.getByRole("button", { name: "Đính chính" }).click();
  const dialog = desk.page.getByRole("dialog", { name: "Đính chính văn bản đã ký" });
  await dialog.getByLabel("Lý do").fill("Ghi sai tên cơ quan.");
  await dialog.getByLabel("Đọc lại là").fill("Văn phòng Chính phủ chủ trì theo dõi.");
  await desk.look("correct");
  await dialog.getByRole("button", { name: "Ký đính chính" }).click();
  await desk.sign();
  await expect(dialog).toBeHidden();
  const member = await as("bo-truong-quoc-phong");
  await openPaper(member, "Nghị quyết phiên họp");
  await expect(member.page.getByText("Đính chính số 1")).toBeVisible();
  await member.look("certified");
  for (const [button, name] of [
    ["Tải PDF", /nghi-quyet.*\.pdf$/],
    ["Tải DOCX", /nghi-quyet.*\.docx$/],
  ] as const) {
    const download = member.page.waitForEvent("download");
    await member.page.getByRole("button", { name: button }).click();
    expect((await download).suggestedFilename()).toMatch(name);
  }
});
