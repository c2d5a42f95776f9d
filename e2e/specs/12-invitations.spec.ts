/**
 * Who comes to a session, from the invitation to the answer: by mail with a calendar
 * file, by one press, by leave with a substitute that the chair gives, by a unit that
 * names its person; a guest who sees his item only; a calendar link that can be ended.
 */
import type { Locator } from "@playwright/test";
import { Mailbox } from "../lib/mailbox.ts";
import { Server } from "../lib/server.ts";
import { test as base, expect, sessions, type Visitor } from "../lib/test.ts";

/** The demonstration with a mail server beside it. */
const test = base.extend<{ mailbox: Mailbox }, { post: { mailbox: Mailbox; server: Server } }>({
  post: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const mailbox = await Mailbox.open();
      const server = await Server.copy(["-mail", mailbox.url, "-mail-from", "Văn phòng <hop@chinhphu.example>"]);
      await use({ mailbox, server });
      await server.discard();
      mailbox.close();
    },
    { scope: "worker" },
  ],
  server: async ({ post }, use) => use(post.server),
  mailbox: async ({ post }, use) => use(post.mailbox),
});

function card(who: Visitor, title: RegExp | string): Locator {
  return who.page.locator("article:not(.card-link)").filter({ has: who.page.getByRole("heading", { name: title }) });
}

async function guestList(who: Visitor): Promise<void> {
  const { id } = await who.find("/api/meetings", sessions.coming);
  await who.page.goto(`/meetings/${id}`);
  await who.page.getByRole("link", { name: "Khách mời và trả lời" }).click();
  await expect(who.page.getByRole("heading", { level: 1, name: "Khách mời và trả lời" })).toBeVisible();
}

function row(who: Visitor, name: string): Locator {
  return who.page.getByRole("row").filter({ has: who.page.getByRole("rowheader", { name }) });
}

test("the secretariat invites a person and a unit, who are told by mail", async ({ as, mailbox }) => {
  const desk = await as("thu-ky-1", "desk");
  await guestList(desk);
  await expect(desk.page.getByText("Máy chủ chưa cấu hình thư điện tử")).toHaveCount(0);
  await desk.page.getByRole("button", { name: "Mời thêm" }).click();
  const window = desk.page.getByRole("dialog", { name: "Mời thêm người và đơn vị" });
  await window.getByLabel("Người", { exact: true }).fill("Phùng Văn");
  await window.getByRole("button", { name: /Phùng Văn Đạt/ }).click();
  await window.getByRole("button", { name: /^Đơn vị|Chọn đơn vị/ }).click();
  await desk.page.getByRole("option", { name: "Bộ Y tế", exact: true }).click();
  await window.getByRole("button", { name: "Mời (2)" }).click();
  await expect(window).toBeHidden();
  await expect(row(desk, "Phùng Văn Đạt")).toContainText("Chưa trả lời");
  await expect(row(desk, "Bộ Y tế")).toContainText("Chưa cử người");
  await expect(row(desk, "Phùng Văn Đạt")).toContainText("Thư đã gửi");
  const [letter] = mailbox.to("soan-thao-tai-chinh@chinhphu.example");
  expect(letter?.subject).toContain("Giấy mời họp");
  for (const line of [
    "METHOD:REQUEST",
    "SEQUENCE:1",
    "DTSTART:20261120T010000Z",
    "SUMMARY:Phiên họp Chính phủ thường kỳ tháng 11",
  ]) {
    expect(letter?.text).toContain(line);
  }
  expect(letter?.text).not.toContain("thiên tai");
  expect(letter?.text).not.toContain("hop.example.vn");
});

test("a unit names its person, which the other tab shows too", async ({ as, mailbox }) => {
  const unit = await as("soan-thao-y-te");
  const tab = await unit.tab();
  await unit.page.goto("/meetings");
  await tab.page.goto("/meetings");
  const name = async (who: Visitor) => {
    await card(who, sessions.coming).getByRole("button", { name: "Cử người dự" }).click();
    const window = who.page.getByRole("dialog", { name: "Cử người dự họp" });
    await window.getByRole("radio", { name: "Võ Thị Cẩm Tú" }).check({ force: true });
    return window;
  };
  const first = await name(unit);
  await first.getByRole("button", { name: "Cử người này" }).click();
  await expect(first).toBeHidden();
  await expect(card(unit, sessions.coming)).toContainText("Chưa trả lời");
  await expect
    .poll(() => mailbox.to("soan-thao-y-te@chinhphu.example").map((one) => one.subject.split(" /")[0]))
    .toEqual(["Đề nghị cử người dự họp", "Giấy mời họp"]);
  await expect(card(tab, sessions.coming).getByRole("button", { name: "Cử người khác" })).toBeVisible();
});

test("a member answers by one press, without a mouse; the office may answer for its member", async ({ as }) => {
  const member = await as("bo-truong-y-te");
  const mine = card(member, sessions.coming);
  const room = mine.getByRole("button", { name: /^Dự trực tiếp/ });
  await room.focus();
  await member.page.keyboard.press("Enter");
  await expect(mine).toContainText("Sẽ dự trực tiếp");
  const clerk = await as("chuyen-vien-bo-truong-y-te");
  await clerk.page.goto("/meetings");
  const his = card(clerk, sessions.coming);
  await expect(his).toContainText("Giấy mời của Tạ Hữu Nhân");
  await his.getByRole("button", { name: /^Trả lời thay: dự trực tuyến/ }).click();
  await expect(mine).toContainText("Sẽ dự trực tuyến");
  await expect(mine).toContainText("đã trả lời thay.");
});

test("a member asks for leave with a substitute, and the chair gives it", async ({ as, mailbox, browserConsole }) => {
  browserConsole.expect(/422/); // a request without a reason
  const member = await as("thong-doc");
  const mine = card(member, sessions.coming);
  await mine.getByRole("button", { name: "Xin vắng mặt" }).click();
  const window = member.page.getByRole("dialog", { name: "Xin vắng mặt" });
  await window.getByRole("button", { name: "Gửi đơn xin vắng" }).click();
  await expect(window.getByRole("alert")).toBeVisible();
  await window.getByLabel("Lý do").fill("Họp thường niên của Ngân hàng Thế giới.");
  const staff = (await member.server.demo()).accounts.find((one) => one.login === "chuyen-vien-thong-doc")?.name ?? "";
  await window.getByLabel("Người dự thay").fill(staff);
  await window.getByRole("button", { name: new RegExp(staff) }).click();
  await member.look("absence");
  await window.getByRole("button", { name: "Gửi đơn xin vắng" }).click();
  await expect(window).toBeHidden();
  await expect(mine).toContainText("Xin vắng, chờ duyệt");

  const chair = await as("thu-tuong");
  await chair.page.getByRole("button", { name: "Chấp thuận: Nghiêm Thị Phương Thảo", exact: true }).click();
  await expect(mine).toContainText("Vắng có phép");
  await expect
    .poll(() => mailbox.to("thong-doc@chinhphu.example").at(-1)?.subject)
    .toContain("Đơn xin vắng mặt được chấp thuận");
  expect(mailbox.to("thong-doc@chinhphu.example").at(-1)?.text).not.toContain("Ngân hàng Thế giới");
  await guestList(chair);
  await expect(row(chair, staff)).toContainText("Dự thay Nghiêm Thị Phương Thảo");

  const substitute = await as("chuyen-vien-thong-doc");
  await substitute.page.goto("/meetings");
  await expect(substitute.page.getByText("Dự thay Nghiêm Thị Phương Thảo")).toBeVisible();
  await expect
    .poll(() => mailbox.to("chuyen-vien-thong-doc@chinhphu.example").at(-1)?.text)
    .toContain("METHOD:REQUEST");
});

test("a guest sees the one item, answers, and nothing else", async ({ as }) => {
  const guest = await as("khach-moi");
  await guest.page.goto("/meetings");
  const mine = card(guest, sessions.coming);
  await expect(mine).toContainText("Dự họp theo giấy mời");
  await expect(mine).toContainText("08:50 - 09:30");
  await mine.getByRole("button", { name: "Không dự được" }).click();
  const window = guest.page.getByRole("dialog", { name: "Không dự được" });
  await window.getByRole("button", { name: "Gửi trả lời" }).click();
  await expect(window).toBeHidden();
  await mine.getByRole("button", { name: /^Dự trực tuyến/ }).click();
  await expect(mine).toContainText("Sẽ dự trực tuyến");
  await mine.getByRole("link", { name: "Xem phiên họp" }).click();
  await expect(guest.page.getByText("Công tác phòng, chống thiên tai").first()).toBeVisible();
  await expect(guest.page.getByText("Báo cáo tình hình kinh tế")).toHaveCount(0);
  const { id } = await guest.find("/api/meetings", sessions.coming);
  expect((await guest.page.request.get(`/api/meetings/${id}/invitations`)).status()).toBe(404);
});

test("a calendar reads one's own sessions until its link is ended", async ({ as }) => {
  const member = await as("bo-truong-tai-chinh");
  await member.page.goto("/meetings");
  await member.page.getByRole("button", { name: "Lịch của tôi" }).click();
  const window = member.page.getByRole("dialog", { name: "Đưa phiên họp vào lịch của ông/bà" });
  await window.getByRole("button", { name: "Tạo liên kết" }).click();
  const url = (await window.locator(".calendar-url").textContent()) ?? "";
  await member.look("calendar");
  const read = await fetch(url);
  expect(read.headers.get("content-type")).toContain("text/calendar");
  const text = (await read.text()).replaceAll("\r\n ", "");
  expect(text).toContain("Phiên họp Chính phủ thường kỳ tháng 11");
  expect(text).not.toContain("thiên tai");
  expect((await fetch(url.replace(/.\.ics$/, "_.ics"))).status).toBe(404);
  await window.getByRole("button", { name: "Thu hồi liên kết" }).click();
  await expect(window).toContainText("Chưa có liên kết nào.");
  expect((await fetch(url)).status).toBe(404);
});

test("whoever is invited is told that the session moves, and that it is cancelled", async ({ as, mailbox }) => {
  const desk = await as("thu-ky-2", "desk");
  const { id } = await desk.find("/api/meetings", sessions.coming);
  const held = await desk.get<{ meeting_rev: number } & Record<string, unknown>>(`/api/meetings/${id}`);
  const { title, kind, mode, link, starts_at, ends_at, note } = held;
  const chair = (held.chair as { id: string }).id;
  await desk.act(
    `/api/meetings/${id}`,
    {
      meeting_rev: held.meeting_rev,
      terms: { title, kind, mode, link, starts_at, ends_at, note, chair, place: "Phòng họp số 2" },
    },
    "PUT",
  );
  const address = "soan-thao-tai-chinh@chinhphu.example";
  await expect.poll(() => mailbox.to(address).at(-1)?.text).toContain("SEQUENCE:2");
  expect(mailbox.to(address).at(-1)?.text).toContain("LOCATION:Phòng họp số 2");
  const member = await as("bo-truong-y-te");
  await expect(card(member, sessions.coming)).toContainText("Phòng họp số 2");
  const now = await desk.get<{ meeting_rev: number }>(`/api/meetings/${id}`);
  await desk.act(`/api/meetings/${id}/cancel`, { meeting_rev: now.meeting_rev, reason: "Bão số 12." });
  await expect.poll(() => mailbox.to(address).at(-1)?.text).toContain("METHOD:CANCEL");
  expect(mailbox.to(address).at(-1)?.text).not.toContain("Bão");
  await expect(card(member, sessions.coming)).toContainText("Phiên họp đã hủy");
  await expect(card(member, sessions.coming)).toContainText("Bão số 12.");
});
