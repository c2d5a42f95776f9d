/** The room: a screen that nobody is signed in at, check-in by its code, seats, questions, signing once. */
import { enter } from "../lib/keyboard.ts";
import { expect, sessions, test, type Visitor } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

async function inRoom(who: Visitor): Promise<string> {
  const { id } = await who.find("/api/meetings", sessions.running);
  await who.page.goto(`/meetings/${id}`);
  await expect(who.page.getByRole("heading", { level: 1, name: sessions.running })).toBeVisible();
  return id;
}

async function screens(desk: Visitor) {
  await desk.page.getByRole("button", { name: "Điều hành" }).click();
  await desk.page.getByRole("menuitem", { name: "Màn hình phòng họp" }).click();
  return desk.page.getByRole("dialog", { name: "Màn hình phòng họp" });
}

async function show(desk: Visitor, what: string): Promise<void> {
  const dialog = await screens(desk);
  await dialog.getByText(what, { exact: true }).click();
  await expect(dialog.getByRole("radio", { name: what })).toBeChecked();
  await dialog.getByRole("button", { name: "Đóng" }).first().click();
}

test("pairs a screen by its code; it follows the presented page and draws the next ahead", async ({
  as,
  anybody,
  browserConsole,
}) => {
  browserConsole.expect(/status of 401/); // nobody is signed in at a screen that has its code on
  const screen = await anybody("landscape");
  await screen.page.goto("/projector");
  const code = screen.page.locator(".screen-code");
  await expect(code).toHaveText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/);
  await screen.look("screen-code");

  const desk = await as("thu-ky-1", "desk");
  await inRoom(desk);
  const dialog = await screens(desk);
  await dialog.getByLabel("Mã trên màn hình").fill("2222 3333");
  browserConsole.expect(/status of 400|status of 422/); // no screen has this code on
  await dialog.getByRole("button", { name: "Ghép màn hình" }).click();
  await expect(dialog.getByText(/Không có màn hình nào đang hiện mã này/).first()).toBeVisible();
  await dialog.getByLabel("Mã trên màn hình").fill((await code.textContent()) ?? "");
  await dialog.getByLabel("Tên màn hình").fill("Máy chiếu phòng họp lớn");
  await dialog.getByRole("button", { name: "Ghép màn hình" }).click();
  await expect(dialog.getByText(/^Máy chiếu phòng họp lớn từ /)).toBeVisible();
  await desk.look("desk-screens");
  await dialog.getByRole("button", { name: "Đóng" }).first().click();

  const page = screen.page.locator("div.screen-page");
  await expect(page).toHaveAttribute("data-page", "2");
  await screen.look("screen-page");
  // The desk turns to page 1 and presents it.
  await desk.page.getByRole("button", { name: /Trang trước/ }).click();
  await desk.page.getByRole("button", { name: "Trình chiếu trang này" }).click();
  await expect(page).toHaveAttribute("data-page", "1");
  await expect(page).toHaveAttribute("data-ahead", "2");
  // A screen is nobody: it reads no agenda and no list.
  for (const path of ["/api/meetings", "/api/people", "/api/me"])
    expect((await screen.page.request.get(path)).status(), path).toBeGreaterThanOrEqual(400);
});

test("whoever scans the code on the screen is checked in", async ({ as, anybody, browserConsole }) => {
  browserConsole.expect(/status of 401/);
  const desk = await as("thu-ky-1", "desk");
  const id = await inRoom(desk);
  await show(desk, "Mã điểm danh");
  const screen = await anybody("desk");
  await screen.page.goto("/projector#demo");
  await expect(screen.page.getByRole("img", { name: "Mã điểm danh" })).toBeVisible();
  const code = ((await screen.page.locator(".screen-code").textContent()) ?? "").replace(" ", "");
  await screen.look("screen-check-in");
  await expect(screen.page.getByText(/^20\/27/)).toBeVisible();

  const member = await as("bo-truong-quoc-phong");
  browserConsole.expect(/status of 409|status of 422/); // a code that is over
  await member.page.goto(`/meetings/${id}#code=22223333`);
  await expect(member.page.getByText(/Mã này đã đổi/).first()).toBeVisible();
  await member.page.goto("/home");
  await member.page.goto(`/meetings/${id}#code=${code}`);
  await expect(member.page.getByText(/^Đã điểm danh tại phòng họp lúc/)).toBeVisible();
  await expect(screen.page.getByText(/^21\/27/)).toBeVisible();
  await show(desk, "Sơ đồ chỗ ngồi");
  await expect(screen.page.getByText("Đỗ Xuân Trường")).toBeVisible();
  await screen.look("screen-seats");
  await show(desk, "Diễn biến phiên họp");
});

test("the seats stand as a map beside their table", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await inRoom(desk);
  await enter(desk.page.getByRole("button", { name: /thành viên có mặt/ }));
  const dialog = desk.page.getByRole("dialog", { name: "Điểm danh" });
  const row = dialog.getByRole("row").filter({ hasText: "Tạ Hữu Nhân" });
  await expect(row).toContainText("Không tham gia nội dung này");
  await expect(dialog.locator(".seat")).toHaveCount(27);
  await desk.look("desk-seats");
  await desk.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("signs once for the session, asks a question, writes an opinion", async ({ as }) => {
  const member = await as("bo-truong-quoc-phong");
  await inRoom(member);
  await member.page.getByRole("button", { name: "Mở phiên ký" }).click();
  await member.sign();
  await expect(member.page.getByText(/Ký biểu quyết đang mở trên máy này/)).toBeVisible();

  await member.page.getByRole("button", { name: "Ý kiến về trình tự" }).click();
  await member.page.getByRole("menuitem", { name: "Chất vấn" }).click();
  const ask = member.page.getByRole("dialog", { name: "Chất vấn" });
  await ask.getByLabel("Nội dung chất vấn").fill("Nguồn lực nào bảo đảm khi mở rộng thí điểm?");
  await ask.getByRole("button", { name: "Đăng ký chất vấn" }).click();
  await expect(ask).toBeHidden();
  await expect(member.page.getByText("Nguồn lực nào bảo đảm khi mở rộng thí điểm?")).toBeVisible();
  await member.page.getByLabel("Ý kiến của tôi về nội dung này").fill("Đề nghị quy định lộ trình ba năm.");
  await member.page.getByRole("button", { name: "Gửi ý kiến" }).click();
  await expect(member.page.getByText(/^Đã ghi nhận .*; gửi lại thì thay bản này/)).toBeVisible();
  await member.look("member-room");

  const chair = await as("thu-tuong", "landscape");
  await inRoom(chair);
  await expect(chair.page.getByText("Đề nghị quy định lộ trình ba năm.")).toBeVisible();
  await chair.page.getByRole("button", { name: "Mời Đỗ Xuân Trường phát biểu" }).click();
  const floor = chair.page.getByRole("region", { name: "Phát biểu" });
  await floor.getByRole("button", { name: "Kết thúc" }).click();
  await floor.getByRole("button", { name: "Mời trả lời chất vấn của Đỗ Xuân Trường" }).click();
  const answer = chair.page.getByRole("dialog", { name: "Mời trả lời" });
  await answer.getByRole("button", { name: /Người được mời/ }).click();
  await chair.page.getByRole("option").first().click();
  await answer.getByRole("button", { name: "Mời", exact: true }).click();
  await expect(answer).toBeHidden();
  await chair.page.getByRole("button", { name: "Dừng đồng hồ nội dung" }).click();
  await expect(chair.page.getByRole("button", { name: "Chạy tiếp đồng hồ nội dung" })).toBeVisible();
  await chair.look("chair-room");
});

test("a screen that is taken off goes dark at once", async ({ as, anybody, browserConsole }) => {
  browserConsole.expect(/status of 401/);
  const screen = await anybody("desk");
  await screen.page.goto("/projector#demo");
  await expect(screen.page.locator(".screen-session")).toBeVisible();
  const desk = await as("thu-ky-1", "desk");
  await inRoom(desk);
  const dialog = await screens(desk);
  const all = dialog.getByRole("button", { name: /^Ngắt màn hình/ });
  await expect(all.first()).toBeVisible(); // the list has come
  for (let left = await all.count(); left > 0; left--) {
    await all.first().click();
    await expect(all).toHaveCount(left - 1);
  }
  await expect(dialog.getByText("Chưa ghép màn hình nào.")).toBeVisible();
  await expect(screen.page.locator(".screen-code")).toBeVisible();
});
