/** Filing many at once, searching, ordering rows and undoing, by keyboard alone. */
import type { Page } from "@playwright/test";
import { question, type Review } from "../lib/synthesis.ts";
import { expect, test } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const title = /trạm sạc xe điện/;
/** A digit finds it in a list. */
const made = "9. Vấn đề khác";
const search = "Tìm nội dung, cơ quan góp ý";

const picks = (page: Page) => page.locator(".synth-pick");
const rows = (page: Page) => page.locator("article.synth-row");
const names = (page: Page) => rows(page).getByRole("heading").allTextContents();
const tab = (page: Page, name: RegExp) => page.getByRole("tab", { name });
const told = (page: Page) => page.locator(".synth-filing [role=status]");

/** Presses keys of which the last changes the table, and waits until it has. */
async function act(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys.slice(0, -1)) await page.keyboard.press(key);
  const done = page.waitForResponse((answer) => answer.url().endsWith("/edits"));
  await page.keyboard.press(keys.at(-1) ?? "");
  expect((await done).status()).toBe(200);
  await expect(page.locator(".button-pending")).toHaveCount(0);
}

/** The keyboard is on a sentence, as always when the person works through the table. */
async function here(page: Page): Promise<string> {
  const focused = page.locator(".synth-sentence:focus");
  await expect(focused, "the keyboard is on a sentence").toHaveCount(1);
  return (await focused.textContent()) ?? "";
}

const waitingOf = async (page: Page) => Number(/\((\d+)/.exec((await tab(page, /^Chờ xếp/).textContent()) ?? "")?.[1]);

test("who searches finds sentences and opinions by words and by who said them, without marks too", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, title);
  const view = await analyst.act<Review>(`/api/syntheses/${id}/draft`, { rev: 0 });
  const { items } = await analyst.get<{ items: { id: string; who: string }[] }>(`/api/syntheses/${id}/opinions`);
  const who = items.find((one) => one.id === view.waiting.at(-1)?.split("#")[0])?.who ?? "";
  const typed = who.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  expect(typed).not.toBe(who.toLowerCase());
  await page.goto(`/summaries/${id}`);
  await analyst.arrived();
  await analyst.look("reviewing");
  await page.locator(".synth-sentence").first().focus();
  await page.keyboard.press("2");
  const all = await waitingOf(page);
  await expect(picks(page)).toHaveCount(all);

  await page.keyboard.press("Shift+F");
  await expect(page.getByLabel(search)).toBeFocused();
  await page.keyboard.type(typed);
  await expect(page.getByRole("tab", { name: new RegExp(`^Chờ xếp \\(\\d+/${all}\\)$`) })).toBeVisible();
  const found = await picks(page).allTextContents();
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(all);
  expect(found.filter((text) => !text.includes(who))).toEqual([]);
  await page.keyboard.press("Enter");
  await here(page);
  // Also where Enter comes before the list was narrowed: nothing is let through between the two.
  await page.getByLabel(search).fill("");
  await expect(picks(page)).toHaveCount(all);
  expect(await picks(page).first().textContent()).not.toBe(found[0]);
  const at = await page.getByLabel(search).evaluate(async (field: HTMLInputElement, words) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, words);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await Promise.resolve();
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    return document.activeElement?.closest(".synth-pick")?.textContent ?? "";
  }, typed);
  expect(at).toBe(found[0]);
  await expect(page.getByRole("region", { name: "Ý kiến nguồn" })).toContainText(/Ý kiến \d+ trên \d+ tìm thấy/);
  await analyst.look("reviewing-found");
  await page.keyboard.press("Shift+F");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("bo tai chinh");
  await page.keyboard.press("Enter"); // none of theirs waits
  await expect(tab(page, /^Chờ xếp \(0\//)).toBeFocused();
  await page.keyboard.press("3");
  expect(await picks(page).filter({ hasText: "Bộ Tài chính" }).count()).toBe(await picks(page).count());
  await page.keyboard.press("2");

  await page.keyboard.press("Shift+F");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("khong ai noi the");
  await expect(page.getByText("Không tìm thấy", { exact: true })).toBeVisible();
  await analyst.look("reviewing-not-found");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel(search)).toHaveValue("");
  await expect(picks(page)).toHaveCount(all);
  await page.keyboard.press("Escape");
  await here(page);
});

test("many are chosen and filed in one act: into a new row, into one that is there, apart", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await page.goto(`/summaries/${await question(analyst, title)}`);
  await analyst.arrived();
  await page.locator(".synth-sentence").first().focus();
  await page.keyboard.press("2");
  const all = await waitingOf(page);

  // Three by x, Space and a range; the keyboard stays on the sentences.
  await page.keyboard.press("x");
  await page.keyboard.press("Space");
  await expect(told(page)).toHaveCount(0);
  await page.keyboard.press("Space");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+Space");
  await expect(told(page)).toHaveText("Đã chọn 3 câu.");
  await here(page);
  await analyst.look("reviewing-chosen");
  await page.keyboard.press("f");
  await page.keyboard.type(made);
  await act(page, "Enter");
  await expect(tab(page, new RegExp(`^Chờ xếp \\(${all - 3}\\)$`))).toBeVisible();
  await here(page);

  // Two into a row that is there, with what a search does not show kept and told of.
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await page.keyboard.press("m");
  await page.keyboard.press("9");
  await expect(page.getByRole("option", { name: made })).toBeFocused();
  await page.keyboard.press("Enter");
  await act(page, "Tab", "Enter");
  await expect(tab(page, new RegExp(`^Chờ xếp \\(${all - 5}\\)$`))).toBeVisible();
  await here(page);

  // All that are shown are set apart, and found there.
  await page.keyboard.press("Shift+F");
  await page.keyboard.type("hoi");
  await page.keyboard.press("Enter");
  await here(page);
  await page.keyboard.press("*");
  const few = await picks(page).count();
  await expect(told(page)).toHaveText(`Đã chọn ${few} câu.`);
  await act(page, "r");
  await page.keyboard.press("Shift+F");
  await page.keyboard.press("Escape");
  await expect(tab(page, new RegExp(`^Chờ xếp \\(${all - 5 - few}\\)$`))).toBeVisible();
  await page.keyboard.press("Escape");

  const entries = (
    await analyst.get<{ items: { act: string; count: number }[] }>(
      `/api/syntheses/${await question(analyst, title)}/history`,
    )
  ).items;
  expect(entries.slice(0, 3).map((one) => [one.act, one.count])).toEqual([
    ["apart", few],
    ["move", 2],
    ["move", 3],
  ]);
});

test("of what a colleague has filed meanwhile nothing is filed again; the rest stays chosen", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/status of 409/);
  const analyst = await as("phan-tich", "desk");
  const other = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, title);
  await page.goto(`/summaries/${id}`);
  await analyst.arrived();
  await page.locator(".synth-sentence").first().focus();
  await page.keyboard.press("2");
  const all = await waitingOf(page);
  await page.keyboard.press("*");
  await expect(told(page)).toHaveText(`Đã chọn ${all} câu.`);

  // While this one's act is on its way, the other files two of them.
  const before = await other.get<Review>(`/api/syntheses/${id}`);
  await page.route("**/edits", async (route) => {
    await other.act(`/api/syntheses/${id}/edits`, {
      act: "apart",
      from: "waiting",
      sentences: before.waiting.slice(0, 2),
      rule: "courtesy",
    });
    await route.continue();
  });
  await page.keyboard.press("r");
  await expect(page.getByRole("alert")).toContainText(
    "Người khác vừa xếp 2 câu trong số đã chọn, nên chưa câu nào được ghi.",
  );
  await expect(told(page)).toHaveText(`Đã chọn ${all - 2} câu.`);
  await expect(tab(page, new RegExp(`^Chờ xếp \\(${all - 2}\\)$`))).toBeVisible();
  await page.unroute("**/edits");
  await analyst.look("reviewing-meanwhile");
});

test("rows are moved up and down and back; what was done last is undone, one after the other", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, title);
  await page.goto(`/summaries/${id}`);
  await analyst.arrived();
  await page.locator(".synth-sentence").first().focus();
  await page.keyboard.press("1");
  const by = await names(page);
  const [first = "", second = "", third = ""] = by;

  await page.keyboard.press("n");
  await act(page, "Alt+ArrowUp");
  await expect.poll(() => names(page)).toEqual([second, first, ...by.slice(2)]);
  await here(page);
  await expect(page.getByText("Các dòng được xếp theo thứ tự do người rà soát đặt.")).toBeVisible();
  // Strokes that come faster than the answers are all done.
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => names(page)).toEqual([first, third, second, ...by.slice(3)]);
  await expect(page.locator(".button-pending")).toHaveCount(0);
  await here(page);
  await analyst.look("reviewing-order");

  // Undone one by one; the button says what it will undo.
  const undo = page.getByRole("button", { name: /^Hoàn tác: / });
  await expect(undo).toHaveAccessibleName(`Hoàn tác: Chuyển dòng “${second}” lên hoặc xuống`);
  await act(page, "ControlOrMeta+z");
  await expect.poll(() => names(page)).toEqual(by);
  await page.keyboard.press("s");
  await page.getByLabel("Tên nhóm vấn đề hoặc điều, khoản").fill("Tên tạm");
  await page.keyboard.press("ControlOrMeta+z"); // in a field it is the field's own
  await expect(page.getByLabel("Tên nhóm vấn đề hoặc điều, khoản")).not.toHaveValue("Tên tạm");
  await page.getByLabel("Tên nhóm vấn đề hoặc điều, khoản").fill("Tên tạm");
  await act(page, "Enter");
  await expect(page.getByRole("heading", { name: "Tên tạm" })).toBeVisible();
  await expect(undo).toHaveAccessibleName(/^Hoàn tác: Đổi tên dòng: “.+” → “Tên tạm”$/);
  await here(page);
  await act(page, "ControlOrMeta+z");
  await expect.poll(() => names(page)).toEqual(by);
  await act(page, "ControlOrMeta+z");
  await expect.poll(() => names(page)).toEqual([second, first, ...by.slice(2)]);
  await page.getByRole("button", { name: "Về thứ tự mặc định" }).press("Enter");
  await expect.poll(() => names(page)).toEqual(by);
  await expect(page.getByText(/^Việc mới nhất/)).toContainText("Đưa các dòng về thứ tự mặc định");

  // In the history what was moved stroke by stroke is one line.
  await page.getByRole("link", { name: "Các bản, ai đã làm gì" }).click();
  await expect(page.locator(".synth-deeds li").filter({ hasText: /Yến: Chuyển dòng/ })).toHaveCount(1);
  await expect(page.locator(".synth-deeds")).toContainText(`Chuyển dòng “${second}” lên hoặc xuống (3 lần liền nhau)`);
  await analyst.look("reviewing-history");
});
