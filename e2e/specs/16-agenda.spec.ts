/** The secretariat orders the agenda by hand, and two who do so at once lose nothing. */
import { expect, test, type Visitor } from "../lib/test.ts";

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
