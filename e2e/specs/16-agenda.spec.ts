/** The secretariat orders the agenda by hand, and two who do so at once lose nothing. */

import { file, pdf } from "../lib/files.ts";
import { give } from "../lib/hands.ts";
import { ballots, expect, sessions, test, type Visitor } from "../lib/test.ts";

interface Item {
  id: string;
  number: string;
  title: string;
}

interface Agenda {
  agenda_rev: number;
  items: Item[];
}

const titles = ["Phê duyệt quy hoạch cấp nước", "Chính sách nhà ở xã hội", "Báo cáo phòng chống thiên tai"];

/** A session of its own, with three items, on the screen of who prepares it. */
async function prepared(desk: Visitor, title: string): Promise<string> {
  const { items } = await desk.get<{ items: { person: string }[] }>("/api/members");
  const day = "2026-12-22";
  const meeting = await desk.act<{ id: string }>("/api/meetings", {
    title,
    kind: "thematic",
    mode: "room",
    place: "Phòng họp số 2",
    link: "",
    starts_at: `${day}T01:00:00Z`,
    ends_at: `${day}T05:00:00Z`,
    chair: items[0]?.person,
    note: "",
  });
  for (const name of titles)
    await desk.act(`/api/meetings/${meeting.id}/items`, {
      parent: "",
      item: {
        kind: "discuss",
        title: name,
        note: "",
        matter: "",
        lead: "Văn phòng Chính phủ",
        chair: "",
        minutes: 10,
        guests: [],
        recused: [],
      },
    });
  await desk.page.goto(`/meetings/${meeting.id}`);
  await desk.arrived();
  return meeting.id;
}

/** An item in the list, by a word of its title. */
function row(who: Visitor, title: string | undefined) {
  return who.page.getByRole("listitem").filter({ hasText: title ?? "" });
}

async function order(who: Visitor, meeting: string): Promise<string[]> {
  const { items } = await who.get<Agenda>(`/api/meetings/${meeting}/agenda`);
  return items.map((one) => `${one.number} ${one.title}`);
}

/** Takes an item up by its handle and holds it over a place. */
async function take(who: Visitor, title: string | undefined, over: string | undefined, part: number, aside = 0) {
  await row(who, over).evaluate((one) => one.scrollIntoView({ block: "center" }));
  const grip = await row(who, title).locator(".agenda-grip").boundingBox();
  const place = await row(who, over).boundingBox();
  if (!grip || !place) throw new Error("There is nothing to take or no place to put it.");
  expect(grip.width).toBeGreaterThanOrEqual(44);
  expect(grip.height).toBeGreaterThanOrEqual(44);
  const x = grip.x + grip.width / 2;
  await who.page.mouse.move(x, grip.y + grip.height / 2);
  await who.page.mouse.down();
  await who.page.mouse.move(x + aside, place.y + place.height * part, { steps: 8 });
}

/** The part of a page below a heading. */
function section(who: Visitor, title: string | RegExp) {
  return who.page.locator("section").filter({ has: who.page.getByRole("heading", { level: 2, name: title }) });
}

test("items go up, down and into another by the mouse", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const meeting = await prepared(desk, "Phiên họp chuyên đề về hạ tầng");
  await desk.look("agenda-builder");

  await take(desk, titles[2], titles[0], 0.2);
  await expect(desk.page.locator(".agenda-landing")).toBeVisible();
  if (process.env.E2E_SHOTS) await desk.page.screenshot({ path: "out/shots/agenda-drag.png" });
  await desk.page.mouse.up();
  await expect(desk.page.getByText(`Đã chuyển: ${titles[2]}. Nay là nội dung số 1.`)).toBeAttached();
  expect(await order(desk, meeting)).toEqual([`1 ${titles[2]}`, `2 ${titles[0]}`, `3 ${titles[1]}`]);

  // To the side it goes below the one before it.
  await take(desk, titles[0], titles[1], 0.2, 40);
  await desk.page.mouse.up();
  await expect.poll(() => order(desk, meeting)).toEqual([`1 ${titles[2]}`, `1.1 ${titles[0]}`, `2 ${titles[1]}`]);

  // Escape lets it stay, and so does a place that is its own.
  await take(desk, titles[1], titles[2], 0.2);
  await desk.page.keyboard.press("Escape");
  await desk.page.mouse.up();
  await expect(desk.page.locator(".agenda-held")).toHaveCount(0);
  await take(desk, titles[1], titles[1], 0.8);
  await desk.page.mouse.up();
  expect(await order(desk, meeting)).toEqual([`1 ${titles[2]}`, `1.1 ${titles[0]}`, `2 ${titles[1]}`]);

  // Without a mouse the buttons do the same, and say so.
  await desk.page.getByRole("button", { name: `Đưa ra ngoài mục: ${titles[0]}` }).click();
  await expect(desk.page.getByText(`Đã chuyển: ${titles[0]}. Nay là nội dung số 2.`)).toBeAttached();
});

test("a finger moves an item as a mouse does", async ({ as }) => {
  const desk = await as("thu-ky-1", "portrait");
  const meeting = await prepared(desk, "Phiên họp chuyên đề về y tế");
  const grip = await row(desk, titles[0]).locator(".agenda-grip").boundingBox();
  const last = await row(desk, titles[2]).boundingBox();
  if (!grip || !last) throw new Error("There is nothing to take.");
  const touch = await desk.page.context().newCDPSession(desk.page);
  const x = grip.x + 20;
  const points = (y: number) => ({ touchPoints: [{ x, y }] });
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", ...points(grip.y + 20) });
  for (const part of [0.3, 0.6, 1])
    await touch.send("Input.dispatchTouchEvent", {
      type: "touchMove",
      ...points(grip.y + 20 + (last.y + last.height - 4 - grip.y - 20) * part),
    });
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect.poll(() => order(desk, meeting)).toEqual([`1 ${titles[1]}`, `2 ${titles[2]}`, `3 ${titles[0]}`]);
});

test("who drags while another has moved is told, and nothing is lost", async ({ as, browserConsole }) => {
  browserConsole.expect(/status of 409/);
  const desk = await as("thu-ky-1", "desk");
  const meeting = await prepared(desk, "Phiên họp chuyên đề về giáo dục");
  const other = await as("thu-ky-2", "desk");
  await other.page.goto(`/meetings/${meeting}`);
  await other.arrived();

  await take(desk, titles[2], titles[0], 0.2);
  await other.page.getByRole("button", { name: `Chuyển xuống: ${titles[0]}` }).click();
  const theirs = [`1 ${titles[1]}`, `2 ${titles[0]}`, `3 ${titles[2]}`];
  await expect.poll(() => order(other, meeting)).toEqual(theirs);
  // The order changes under the hand.
  await expect(desk.page.locator(".agenda-title").first()).toHaveText(titles[1] ?? "");
  await desk.page.mouse.up();
  await expect(desk.page.getByText(/Chương trình vừa được người khác thay đổi/)).toBeVisible();
  expect(await order(desk, meeting)).toEqual(theirs);
  await desk.look("agenda-changed-elsewhere");

  await take(desk, titles[2], titles[1], 0.2);
  await desk.page.mouse.up();
  await expect.poll(() => order(desk, meeting)).toEqual([`1 ${titles[2]}`, `2 ${titles[1]}`, `3 ${titles[0]}`]);
  await expect(desk.page.getByText(/Chương trình vừa được người khác thay đổi/)).toHaveCount(0);
});

test("two who change the same terms: one wins, the other sees what changed and keeps what was typed", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/status of 409/);
  const desk = await as("thu-ky-1", "desk");
  const meeting = await prepared(desk, "Phiên họp chuyên đề về giao thông");
  const other = await as("thu-ky-2", "landscape");
  await other.page.goto(`/meetings/${meeting}`);
  await other.arrived();
  const terms = async (who: Visitor) => {
    await who.page.getByRole("button", { name: "Sửa thông tin" }).click();
    return who.page.getByRole("dialog", { name: "Sửa thông tin" });
  };

  const mine = await terms(desk);
  const theirs = await terms(other);
  await mine.getByLabel("Địa điểm").fill("Hội trường tầng 3");
  await theirs.getByLabel("Địa điểm").fill("Phòng họp số 5");
  await theirs.getByLabel("Ghi chú").fill("Mang theo bản giấy.");
  await mine.getByRole("button", { name: "Lưu" }).click();
  await expect(mine).toBeHidden();

  await theirs.getByRole("button", { name: "Lưu" }).click();
  await expect(theirs.getByText("Người khác vừa sửa thông tin này. Hiện nay là:")).toBeVisible();
  await expect(theirs.getByText("Hội trường tầng 3")).toBeVisible();
  await expect(theirs.getByLabel("Địa điểm")).toHaveValue("Phòng họp số 5");
  await expect(theirs.getByLabel("Ghi chú")).toHaveValue("Mang theo bản giấy.");
  expect((await desk.get<{ place: string }>(`/api/meetings/${meeting}`)).place).toBe("Hội trường tầng 3");
  await other.look("agenda-terms-changed");
  await theirs.getByRole("button", { name: "Lưu" }).click();
  await expect(theirs).toBeHidden();
  await expect(desk.page.getByText("Phòng họp số 5")).toBeVisible();

  // The same of an item.
  const item = async (who: Visitor) => {
    await who.page.getByRole("button", { name: `Sửa: ${titles[1]}` }).click();
    await who.page.getByRole("menuitem", { name: "Sửa nội dung" }).click();
    return who.page.getByRole("dialog", { name: "Sửa nội dung" });
  };
  const first = await item(desk);
  const second = await item(other);
  await first.getByLabel("Số phút").fill("25");
  await second.getByLabel("Ghi chú").fill("Bộ Xây dựng báo cáo trước.");
  await first.getByRole("button", { name: "Lưu" }).click();
  await expect(first).toBeHidden();
  await second.getByRole("button", { name: "Lưu" }).click();
  await expect(second.getByText("Người khác vừa sửa thông tin này. Hiện nay là:")).toBeVisible();
  await expect(second.getByLabel("Ghi chú")).toHaveValue("Bộ Xây dựng báo cáo trước.");
  await other.look("agenda-item-changed");
});

test("what ballots leave is taken in by one press", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const meeting = await prepared(desk, "Phiên họp chuyên đề về thể chế");
  await expect(desk.page.getByRole("heading", { name: "Phiếu chờ đưa vào phiên họp: 3" })).toBeVisible();
  await desk.page
    .getByRole("button", { name: /^Đưa vào chương trình: / })
    .first()
    .click();
  await expect(desk.page.getByRole("heading", { name: "Phiếu chờ đưa vào phiên họp: 2" })).toBeVisible();
  await expect.poll(() => order(desk, meeting)).toContainEqual(expect.stringMatching(/^4 .*quyền tự chủ/));
  await desk.look("agenda-taken-in");
});

test("the chair names who presents, who stops by himself", async ({ as }) => {
  const chair = await as("thu-tuong", "landscape");
  const { id } = await chair.find("/api/meetings", sessions.running);
  await chair.page.goto(`/meetings/${id}`);
  await chair.page.getByRole("button", { name: "Người trình chiếu" }).click();
  const dialog = chair.page.getByRole("dialog", { name: "Người trình chiếu" });
  await dialog.getByRole("button", { name: /Ai được trình chiếu/ }).click();
  await chair.page.getByRole("option", { name: "Hồ Thị Bích Ngọc" }).click();
  await chair.look("room-presenter-dialog");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await expect(chair.page.getByRole("button", { name: "Trình chiếu: Hồ Thị Bích Ngọc" })).toBeVisible();

  const presenter = await as("bo-truong-giao-duc", "landscape");
  await presenter.page.goto(`/meetings/${id}`);
  await presenter.page.getByRole("button", { name: /Trang trước/ }).click();
  await presenter.page.getByRole("button", { name: "Trình chiếu trang này" }).click();
  await expect(presenter.page.getByText("Đang theo trang trình chiếu")).toBeVisible();
  await expect(presenter.page.getByRole("button", { name: "Trình chiếu trang này" })).toBeDisabled();
  await presenter.look("room-presenter");
  await presenter.page.getByRole("button", { name: "Thôi trình chiếu" }).click();
  for (const who of [presenter, chair]) await expect(who.page.getByText("Đang theo trang trình chiếu")).toHaveCount(0);
  await presenter.look("room-presenter-stopped");
});

test("the agenda is prepared while the session runs", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const { id } = await desk.find("/api/meetings", sessions.running);
  await desk.page.goto(`/meetings/${id}/agenda`);
  await desk.arrived();
  await desk.look("agenda-running");
  // Before what runs nothing is put.
  const [, second, third] = (await desk.get<Agenda>(`/api/meetings/${id}/agenda`)).items;
  await take(desk, third?.title, second?.title, 0.2);
  await desk.page.mouse.up();
  await expect
    .poll(async () => (await order(desk, id)).slice(1, 3))
    .toEqual([`2 ${third?.title}`, `3 ${second?.title}`]);
});

test("what comes back stands on Today", async ({ as }) => {
  for (const [login, path] of [
    ["thu-tuong", "/home"],
    ["thu-ky-1", "/meetings"],
    ["bo-truong-xay-dung", "/home"], // of the agency that is to submit it again
  ] as const) {
    const who = await as(login, "portrait");
    await who.page.goto(path);
    await expect(who.page.getByText(/^Trình lại trước hoặc trong ngày/)).toBeVisible();
    await who.look(`today-returning-${login}`);
  }
  const other = await as("bo-truong-y-te", "portrait");
  await other.page.goto("/home");
  await other.arrived();
  await expect(other.page.getByText(/^Trình lại trước hoặc trong ngày/)).toHaveCount(0);
});

test("the sessions go on below those that are shown", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const { items } = await desk.get<{ items: { title: string }[] }>("/api/meetings?when=coming");
  expect(items.length).toBeGreaterThan(1);
  // Pages of one line, so that the demonstration's few sessions fill several.
  await desk.page.route(/\/api\/meetings\?when=coming/, (route) =>
    route.continue({ url: `${route.request().url()}&limit=1` }),
  );
  await desk.page.goto("/meetings");
  const coming = section(desk, "Sắp tới và đang diễn ra");
  await expect(coming.getByRole("listitem")).toHaveCount(1);
  await desk.look("meetings-more");
  for (const [shown, item] of items.entries()) {
    await expect(coming.getByRole("listitem")).toHaveCount(shown + 1);
    await expect(coming.getByText(item.title)).toBeVisible();
    if (shown + 1 < items.length) await coming.getByRole("button", { name: "Xem thêm" }).click();
  }
  await expect(coming.getByRole("button", { name: "Xem thêm" })).toHaveCount(0);
});

test("a new version of a paper is taken over by one press, and who reads it is told", async ({ as }) => {
  test.slow();
  const desk = await as("thu-ky-1", "desk");
  const id = await prepared(desk, "Phiên họp chuyên đề về đất đai");
  const matter = await desk.find("/api/matters", ballots.fresh);
  const terms = { kind: "decide", title: "Dự thảo về đất đai", note: "", matter: matter.id, lead: "", chair: "" };
  const item = { ...terms, minutes: 20, guests: [], recused: [] };
  await desk.act(`/api/meetings/${id}/items`, { parent: "", item });
  const { meeting_rev } = await desk.get<{ meeting_rev: number }>(`/api/meetings/${id}`);
  await desk.act(`/api/meetings/${id}/convene`, { meeting_rev });

  const drafter = await as("soan-thao-tai-nguyen", "desk");
  await drafter.page.goto(`/dossiers/${matter.id}`);
  const paper = drafter.page
    .getByRole("list", { name: "Tài liệu", exact: true })
    .getByRole("listitem")
    .filter({ has: drafter.page.getByRole("heading", { name: /^Dự thảo Nghị định/ }) });
  await give(paper.getByRole("button", { name: /^Bản mới của/ }), file("du-thao-2.pdf", pdf("Ban 2")));
  await expect(paper).toContainText("Bản 2 ·", { timeout: 90_000 });
  await expect(paper).toContainText("Sẵn sàng", { timeout: 90_000 });

  await desk.page.goto(`/meetings/${id}`);
  await expect(desk.page.getByText(/^Hồ sơ có bản mới mà chương trình chưa dùng: Dự thảo .*, bản 2$/)).toBeVisible();
  await desk.look("agenda-new-version");
  await desk.page.getByRole("button", { name: `Dùng bản mới: ${item.title}` }).click();
  await expect(desk.page.getByText("Chương trình đã dùng bản mới; người dự họp được báo.")).toBeAttached();
  await expect(desk.page.getByText(/^Hồ sơ có bản mới/)).toHaveCount(0);

  const member = await as("bo-truong-y-te", "portrait");
  await member.page.goto("/home");
  await expect(member.page.getByText("Tài liệu đã có bản mới:")).toBeVisible();
  await member.look("today-new-version");
  const told = section(member, /^Thông báo về phiên họp/);
  await told.getByRole("button", { name: "Đánh dấu đã đọc" }).click();
  await expect(member.page.getByText("Tài liệu đã có bản mới:")).toHaveCount(0);
  await member.page.reload();
  await member.arrived();
  await expect(member.page.getByText("Tài liệu đã có bản mới:")).toHaveCount(0);
});
