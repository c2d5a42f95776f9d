/** Where one is signed in: another device is signed out, and a recovery code stands in once for the telephone. */
import { answer } from "../lib/hands.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

const words = "Đề nghị làm rõ thời hạn bàn giao nền tái định cư.";

/** Name and password, at the window of sign-in or at its screen. */
async function password(who: Visitor, login: string): Promise<void> {
  await who.page.getByLabel("Tên đăng nhập").fill(login);
  await who.page.getByLabel("Mật khẩu", { exact: true }).fill(await who.password());
  await who.page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
}

/** Gives a recovery code in the place of the code of the telephone. */
async function recover(who: Visitor, code: string): Promise<void> {
  await who.page.getByLabel("Mã dự phòng").fill(code);
  await who.page.getByRole("button", { name: "Xác nhận mã" }).click();
}

async function toAccount(who: Visitor, item: string): Promise<void> {
  await who.page.getByRole("button", { name: "Tài khoản" }).click();
  await who.page.getByRole("menuitem", { name: item }).click();
  await who.arrived();
}

test("another device is signed out from the list: its next act asks for sign-in, and keeps what was typed", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/status of 401/); // what the device that was signed out is told
  const left = await as("bo-truong-tai-nguyen", "landscape");
  await left.openBallot(ballots.fresh);
  const question = answer(left).getByRole("region", { name: "Nội dung 2" });
  await question.getByText("Ý kiến khác", { exact: true }).click();
  await expect(answer(left).getByText(/^Đã giữ bản soạn dở lúc/)).toBeVisible();
  await expect(left.page.getByText("Đang kết nối trực tiếp")).toBeVisible();

  const here = await as("bo-truong-tai-nguyen", "desk");
  await toAccount(here, "Thiết bị đang đăng nhập");
  const rows = here.page.getByRole("table", { name: "Thiết bị đang đăng nhập" }).getByRole("row");
  await expect(rows).toHaveCount(3); // the head and two devices
  const own = rows.filter({ hasText: "Thiết bị này" });
  await expect(own).toHaveCount(1);
  await expect(own).toContainText(/Chrome.*16\/11\/2026/);
  const other = rows.filter({ has: here.page.getByRole("rowheader") }).filter({ hasNotText: "Thiết bị này" });
  await here.look("devices");
  await other.getByRole("button", { name: /^Đăng xuất/ }).click();
  await expect(rows).toHaveCount(2);
  await expect(own).toHaveCount(1);
  expect((await here.page.request.get("/api/me")).status()).toBe(200);

  // That browser is nobody's any more, though the screen stands as it was.
  expect((await left.page.request.get("/api/me")).status()).toBe(401);
  await expect(left.page.getByText("Đang kết nối trực tiếp")).toBeHidden();
  await question.getByLabel("Nội dung ý kiến khác").fill(words);
  const again = left.page.getByRole("dialog", { name: "Phiên làm việc đã hết" });
  await expect(again).toContainText("Nội dung đang nhập vẫn còn nguyên.");
  await left.look("devices-signed-out");
  const tab = await left.tab();
  await tab.page.goto("/home");
  await expect(tab.page.getByRole("heading", { level: 1, name: "Đăng nhập" })).toBeVisible();
  await expect(tab.page.getByText(ballots.fresh)).toHaveCount(0);

  // Signed in again in front of the screen: what was typed is there, and is kept now.
  await password(left, left.login);
  await left.page.getByLabel("Mã 6 chữ số").fill(await left.code());
  await left.page.getByRole("button", { name: "Xác nhận mã" }).click();
  await expect(again).toBeHidden();
  await expect(question.getByLabel("Nội dung ý kiến khác")).toHaveValue(words);
  await expect(answer(left).getByText(/^Đã giữ bản soạn dở lúc/)).toBeVisible();
  await left.page.reload();
  await expect(question.getByLabel("Nội dung ý kiến khác")).toHaveValue(words);
  await here.page.reload();
  await expect(rows).toHaveCount(3);
});

test("a recovery code opens one session in the place of the telephone, and never a second", async ({
  as,
  anybody,
  browserConsole,
}) => {
  browserConsole.expect(/status of 401/); // nobody is signed in yet, and the code that was used
  const login = "bo-truong-khoa-hoc";
  const owner = await as(login, "desk");
  await toAccount(owner, "Mật khẩu và mã dự phòng");
  const renew = owner.page.locator("section").filter({
    has: owner.page.getByRole("heading", { name: "Tạo mã dự phòng mới" }),
  });
  await renew.getByLabel("Mật khẩu hiện tại").fill(await owner.password());
  await renew.getByLabel("Mã 6 chữ số").fill(await owner.code());
  await renew.getByRole("button", { name: "Tạo mã mới" }).click();
  await expect(renew.getByRole("listitem")).toHaveCount(10);
  const [first = "", second = ""] = await renew.getByRole("listitem").allTextContents();
  await owner.look("devices-recovery-codes");

  const lost = await anybody("landscape"); // the telephone is
  lost.login = login;
  await lost.page.goto("/");
  await password(lost, login);
  await lost.page.getByRole("button", { name: "Không có điện thoại? Dùng mã dự phòng" }).click();
  await lost.look("devices-recovery");
  await recover(lost, first);
  await expect(lost.page.getByRole("banner")).toContainText("Châu Minh Triết");
  await toAccount(lost, "Mật khẩu và mã dự phòng");
  await expect(lost.page.getByRole("definition").filter({ hasText: "9 mã" })).toBeVisible();

  // Who has seen the code does not come in by it.
  const thief = await anybody("landscape");
  await thief.page.goto("/");
  await password(thief, login);
  await thief.page.getByRole("button", { name: "Không có điện thoại? Dùng mã dự phòng" }).click();
  await recover(thief, first);
  await expect(thief.page.getByRole("alert")).toContainText("Mã dự phòng không đúng hoặc đã được dùng.");
  await thief.look("devices-recovery-used");
  expect((await thief.page.request.get("/api/me")).status()).toBe(401);
  await thief.page.reload();
  await expect(thief.page.getByRole("heading", { level: 1, name: "Đăng nhập" })).toBeVisible();

  // The owner goes on with the next one.
  await password(thief, login);
  await thief.page.getByRole("button", { name: "Không có điện thoại? Dùng mã dự phòng" }).click();
  await recover(thief, second);
  await expect(thief.page.getByRole("banner")).toContainText("Châu Minh Triết");
});
