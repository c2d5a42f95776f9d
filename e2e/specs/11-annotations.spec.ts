/** A member draws and writes on papers, alone: nothing is lost, nobody else sees it, an office only what it is shown. */
import type { Locator } from "@playwright/test";
import { enter } from "../lib/keyboard.ts";
import { ballots, expect, sessions, test, type Visitor } from "../lib/test.ts";

test.describe.configure({ mode: "serial" });

function reader(member: Visitor): Locator {
  return member.page.getByRole("region", { name: /^Tài liệu: Tờ trình/ });
}

function tools(member: Visitor): Locator {
  return reader(member).getByRole("toolbar", { name: "Công cụ ghi chú" });
}

/** Opens the ballot's first paper with the pens out. */
async function open(member: Visitor): Promise<Locator> {
  await member.openBallot(ballots.fresh);
  const page = reader(member).getByLabel(/^Trang 1 trên/);
  await expect(page.locator("canvas")).toBeVisible();
  await expect(page.locator(".textLayer span").first()).toBeAttached();
  await reader(member).getByRole("button", { name: "Ghi chú riêng" }).click();
  await expect(tools(member)).toBeVisible();
  await reader(member).evaluate((element) => element.scrollIntoView({ block: "start" }));
  return page;
}

async function take(member: Visitor, tool: string): Promise<void> {
  await tools(member).getByRole("button", { name: tool, exact: true }).click();
}

/** Draws from one place of a page to another, given as shares of it. */
async function drag(member: Visitor, page: Locator, from: [number, number], to: [number, number]): Promise<void> {
  const box = await page.boundingBox();
  if (!box) throw new Error("There is no page.");
  const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await member.page.mouse.move(...at(from));
  await member.page.mouse.down();
  await member.page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]), { steps: 4 });
  await member.page.mouse.move(...at(to), { steps: 4 });
  await member.page.mouse.up();
}

const strokes = (page: Locator) => page.locator(".notes-layer > .notes-drawn .notes-ink");
const lights = (page: Locator) => page.locator(".notes-layer > .notes-drawn .notes-light");
const saved = (member: Visitor) => expect(tools(member).getByText("Đã lưu")).toBeVisible();

test("draws, lights words, writes a note, takes back and erases; all is there again", async ({ as }) => {
  const member = await as("bo-truong-tu-phap", "landscape");
  const page = await open(member);
  await expect(tools(member).getByText("Chỉ mình tôi thấy")).toBeVisible();

  await take(member, "Bút");
  await drag(member, page, [0.2, 0.3], [0.6, 0.33]);
  await drag(member, page, [0.2, 0.4], [0.6, 0.4]);
  await expect(strokes(page)).toHaveCount(2);
  await tools(member).getByRole("button", { name: "Hoàn tác" }).click();
  await expect(strokes(page)).toHaveCount(1);
  await tools(member).getByRole("button", { name: "Làm lại" }).click();
  await expect(strokes(page)).toHaveCount(2);
  await take(member, "Tẩy");
  await drag(member, page, [0.4, 0.38], [0.4, 0.43]);
  await expect(strokes(page)).toHaveCount(1);

  await take(member, "Bút đánh dấu");
  const words = page
    .locator(".textLayer span")
    .filter({ hasText: /\S{3}.*\S{3}/ })
    .nth(4);
  const [line, whole] = [await words.boundingBox(), await page.boundingBox()];
  if (!line || !whole) throw new Error("The page has no words.");
  const y = (line.y + line.height / 2 - whole.y) / whole.height;
  await drag(
    member,
    page,
    [(line.x + 2 - whole.x) / whole.width, y],
    [(line.x + line.width - 2 - whole.x) / whole.width, y],
  );
  await expect(lights(page)).toHaveCount(1);

  await take(member, "Giấy ghi chú");
  await page.click({ position: { x: whole.width * 0.8, y: 120 } });
  const note = reader(member).getByLabel("Ghi chú mới ở trang 1");
  await expect(note).toBeFocused();
  await note.fill("Hỏi lại Bộ Tài chính về nguồn vốn.");
  await reader(member).getByRole("button", { name: "Xong" }).click();
  await saved(member);
  await take(member, "Đọc, chọn chữ");
  await member.look("notes-panel");

  await member.page.reload();
  await expect(strokes(page)).toHaveCount(1);
  await expect(lights(page)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Ghi chú: Hỏi lại Bộ Tài chính" })).toBeVisible();

  const other = await as("bo-truong-cong-an", "landscape");
  const theirs = await open(other);
  await expect(tools(other).getByText("Chỉ mình tôi thấy")).toBeVisible();
  await expect(strokes(theirs)).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: /^Ghi chú:/ })).toHaveCount(0);
});

test("writes a note by keyboard alone, on a page turned and zoomed", async ({ as }) => {
  const member = await as("bo-truong-tu-phap", "landscape");
  await open(member);
  await reader(member).getByRole("button", { name: "Xoay phải" }).click();
  await enter(tools(member).getByRole("button", { name: "Giấy ghi chú" }));
  await expect(reader(member).getByLabel("Ghi chú mới ở trang 1")).toBeFocused();
  await member.page.keyboard.type("Ghi bằng bàn phím.");
  await enter(reader(member).getByRole("button", { name: "Xong" }));
  const line = reader(member)
    .getByRole("button", { name: /Ghi bằng bàn phím/ })
    .last();
  await enter(line);
  await expect(reader(member).getByLabel("Nội dung ghi chú")).toBeFocused();
  await member.page.keyboard.press("Control+End");
  await member.page.keyboard.type(" Thêm một câu.");
  await saved(member);
  await enter(reader(member).getByRole("button", { name: "Xóa ghi chú này" }));
  await expect(reader(member).getByText("Ghi bằng bàn phím. Thêm một câu.")).toHaveCount(0);
  await enter(tools(member).getByRole("button", { name: "Hoàn tác" }));
  await expect(reader(member).getByText("Ghi bằng bàn phím. Thêm một câu.")).toBeVisible();
  await saved(member);
});

test("without a network all is kept on the device, also when the page is closed, and sent when it is back", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_FAILED)/);
  const member = await as("bo-truong-xay-dung", "landscape");
  let page = await open(member);
  await member.page.route("**/api/versions/*/annotations", (route) =>
    route.request().method() === "PUT" ? route.abort("failed") : route.continue(),
  );
  await take(member, "Bút");
  await drag(member, page, [0.2, 0.3], [0.7, 0.35]);
  await enter(tools(member).getByRole("button", { name: "Giấy ghi chú" }));
  await member.page.keyboard.type("Viết khi mất mạng.");
  await expect(tools(member).getByText(/Đang giữ trên máy này/)).toBeVisible();
  await member.look("notes-offline");

  await member.page.goto("/");
  await member.arrived();
  page = await open(member);
  await expect(strokes(page)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Ghi chú: Viết khi mất mạng." })).toBeVisible();
  await expect(tools(member).getByText(/Đang giữ trên máy này/)).toBeVisible();

  await member.page.unroute("**/api/versions/*/annotations");
  await saved(member);
  const again = await as("bo-truong-xay-dung", "landscape");
  const there = await open(again);
  await expect(strokes(there)).toHaveCount(1);
  await expect(there.getByRole("button", { name: "Ghi chú: Viết khi mất mạng." })).toBeVisible();

  // What one device does, the other one shows.
  await enter(tools(again).getByRole("button", { name: "Giấy ghi chú" }));
  await again.page.keyboard.type("Từ máy thứ hai.");
  await saved(again);
  await expect(page.getByRole("button", { name: "Ghi chú: Từ máy thứ hai." })).toBeVisible();
});

test("shares a note with the office and takes it back", async ({ as }) => {
  const member = await as("bo-truong-y-te", "landscape");
  await open(member);
  for (const text of ["Cho đơn vị giúp việc.", "Giữ cho riêng mình."]) {
    await enter(tools(member).getByRole("button", { name: "Giấy ghi chú" }));
    await member.page.keyboard.type(text);
    await enter(reader(member).getByRole("button", { name: "Xong" }));
  }
  await saved(member);
  await reader(member)
    .getByRole("button", { name: /Cho đơn vị giúp việc/ })
    .last()
    .click();
  await reader(member).getByRole("button", { name: "Chia sẻ với đơn vị giúp việc" }).first().click();
  await expect(reader(member).getByText("Đơn vị giúp việc đọc được ghi chú này")).toBeVisible();

  const clerk = await as("chuyen-vien-bo-truong-y-te", "landscape");
  await clerk.page.getByRole("rowheader", { name: ballots.fresh }).getByRole("link").click();
  await clerk.arrived();
  await reader(clerk).getByRole("button", { name: "Ghi chú riêng" }).click();
  await tools(clerk).getByRole("button", { name: "Danh sách ghi chú" }).click();
  await expect(reader(clerk).getByText("Cho đơn vị giúp việc.")).toBeVisible();
  await expect(reader(clerk).getByText("Giữ cho riêng mình.")).toHaveCount(0);
  await clerk.look("notes-shared");

  await reader(member).getByRole("button", { name: "Thôi chia sẻ" }).first().click();
  await expect(reader(clerk).getByText("Cho đơn vị giúp việc.")).toHaveCount(0);
});

test("finds all own notes of a ballot and of a session in one list", async ({ as }) => {
  const member = await as("bo-truong-tu-phap", "landscape");
  await member.openBallot(ballots.fresh);
  await member.page.getByRole("button", { name: "Ghi chú của tôi" }).click();
  const list = member.page.getByRole("dialog", { name: "Ghi chú của tôi" });
  await expect(list.getByText("Hỏi lại Bộ Tài chính về nguồn vốn.")).toBeVisible();
  await member.look("my-notes");
  await list.getByText("Hỏi lại Bộ Tài chính về nguồn vốn.").click();
  await expect(list).toBeHidden();
  await expect(reader(member)).toBeVisible();

  await member.page.goto(`/meetings/${(await member.find("/api/meetings", sessions.coming)).id}`);
  await member.arrived();
  await member.page.getByRole("list", { name: "Tài liệu" }).first().getByRole("button").first().click();
  const dialog = member.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Ghi chú riêng" }).click();
  await enter(dialog.getByRole("button", { name: "Giấy ghi chú" }));
  await member.page.keyboard.type("Nêu ở phiên họp.");
  await expect(dialog.getByRole("toolbar", { name: "Công cụ ghi chú" }).getByText("Đã lưu")).toBeVisible();
  await member.look("notes-in-session");
  await dialog.getByRole("button", { name: "Đóng cửa sổ" }).click();
  await member.page.getByRole("button", { name: "Ghi chú của tôi" }).click();
  await expect(list.getByText("Nêu ở phiên họp.")).toBeVisible();
});

test("compares the versions of a replaced paper", async ({ as }) => {
  const member = await as("bo-truong-tu-phap", "landscape");
  await member.openBallot(ballots.round);
  await member.page.getByRole("list", { name: "Tài liệu" }).getByRole("button", { name: /bản 2/ }).first().click();
  await member.page.getByRole("button", { name: "So sánh với bản trước" }).click();
  const both = member.page.getByRole("dialog", { name: /^So sánh hai bản/ });
  await expect(both.locator("ins, del").first()).toBeVisible();
  await expect(both.locator(".compare-side canvas")).not.toHaveCount(0);
  await expect(both.locator(".compare-side mark").first()).toBeVisible();
  await member.look("compare");
});
