/** A secret vote: papers by name, a box without names, one of the papers over a broken network. */
import { expect, sessions, test, type Visitor } from "../lib/test.ts";

test("seven take their paper by name and cast it without one", async ({ as, browserConsole }) => {
  test.slow();
  browserConsole.expect(/ERR_INTERNET_DISCONNECTED/);
  const desk = await as("thu-ky-1", "desk");
  const room = async (who: Visitor) => {
    const { id } = await who.find("/api/meetings", sessions.running);
    await who.page.goto(`/meetings/${id}`);
    await expect(who.page.getByRole("heading", { level: 1, name: sessions.running })).toBeVisible();
  };
  await room(desk);
  await desk.page.getByRole("button", { name: "Mở biểu quyết", exact: true }).click();
  const opening = desk.page.getByRole("dialog");
  await opening.getByLabel("Nội dung biểu quyết").fill("Giới thiệu Chủ tịch Hội đồng?");
  await opening.getByText("Biểu quyết kín", { exact: true }).click();
  await desk.look("secret-open");
  await opening.getByRole("button", { name: "Mở biểu quyết" }).click();
  await expect(desk.page.getByText("Đang phát phiếu: 0/27 đã nhận").first()).toBeVisible();

  // Each in turn: every one of them is asked who they are before the paper is given.
  const logins = (await desk.server.demo()).accounts.map((one) => one.login);
  const members = logins.filter((login) => /^bo-truong-(?!y-te)/.test(login)).slice(0, 6);
  const voters: Visitor[] = [];
  for (const login of ["thu-tuong", ...members]) {
    const voter = await as(login, "portrait");
    await room(voter);
    const offered = voter.page.getByRole("button", { name: "Nhận phiếu", exact: true });
    const absent = voter.page.getByText("Xin điểm danh để biểu quyết.");
    await expect(offered.or(absent)).toBeVisible();
    if (await absent.isVisible()) continue;
    await offered.click();
    if (voters.length === 0) await voter.look("secret-take");
    await voter.page.getByRole("alertdialog").getByRole("button", { name: "Nhận phiếu" }).click();
    await voter.sign();
    await expect(voter.page.getByRole("alertdialog").getByText("Đã nhận phiếu")).toBeVisible();
    if (voters.length === 0) await voter.look("secret-wait");
    voters.push(voter);
  }
  expect(voters.length).toBeGreaterThanOrEqual(5);
  const count = voters.length;
  await expect(desk.page.getByText(`Đang phát phiếu: ${count}/27 đã nhận`).first()).toBeVisible();
  await desk.look("secret-desk-taking");
  await desk.page.getByRole("button", { name: "Kết thúc nhận phiếu" }).first().click();
  await desk.page.getByRole("alertdialog").getByRole("button", { name: "Kết thúc nhận phiếu" }).click();

  const cast = async (voter: Visitor, choice: string) => {
    const sheet = voter.page.getByRole("alertdialog");
    await sheet.getByText(choice, { exact: true }).click();
    await sheet.getByRole("button", { name: "Xem lại" }).click();
    await sheet.getByRole("button", { name: "Bỏ vào hòm phiếu" }).click();
    // The last of a group is in at once.
    const sent = sheet.getByText("Phiếu đang được đưa vào hòm").or(sheet.getByText("Phiếu đã ở trong hòm"));
    await expect(sent.first()).toBeVisible();
  };
  const [first, broken, ...rest] = voters;
  if (!first || !broken) throw new Error("nobody votes");
  await expect(first.page.getByRole("alertdialog").getByText("Phiếu trắng", { exact: true })).toBeVisible();
  await first.look("secret-choose");
  await cast(first, "Tán thành");
  await first.look("secret-sending");

  // A break, and the tablet started anew: the paper goes into the box all the same.
  await broken.page.context().setOffline(true);
  await cast(broken, "Không tán thành");
  await broken.page.context().setOffline(false);
  await broken.page.reload();

  for (const voter of rest) await cast(voter, "Tán thành");
  for (const voter of voters) {
    await expect(voter.page.getByText("Phiếu đã ở trong hòm").first()).toBeVisible();
  }
  await first.look("secret-in");
  await expect(desk.page.getByText(`Đang bỏ phiếu: ${count}/${count} phiếu trong hòm`).first()).toBeVisible();
  await desk.page.getByRole("button", { name: "Đóng hòm và kiểm phiếu" }).first().click();
  await desk.page.getByRole("alertdialog").getByRole("button", { name: "Đóng hòm và kiểm phiếu" }).click();
  await expect(first.page.getByText("Biểu quyết kín: chỉ có tổng số.")).toBeVisible();
  await expect(first.page.getByRole("listitem").filter({ hasText: /^Không tán thành 1$/ })).toBeVisible();
  await desk.look("secret-result");
});
