/** Sixty opinions from the closed ballot to the approved table in three files, by keyboard alone: nobody has a mouse here. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { unzip } from "../lib/files.ts";
import { enter, tabTo } from "../lib/keyboard.ts";
import type { Review } from "../lib/synthesis.ts";
import { expect, test, type Visitor } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const title = /trạm sạc xe điện/;
const dissent = [
  "Không đồng ý với quy định giá trần tại Điều 11 vì doanh nghiệp chưa thu hồi được vốn.",
  "Phản đối việc bắt buộc chủ đầu tư chung cư dành diện tích lắp trụ sạc mà không được tính vào giá bán.",
];
const gist = "Đề nghị làm rõ khái niệm trạm sạc công cộng.";
const renamed = "Điều 5. Thẩm quyền cấp phép";

/** The issues of the corpus, as the analyst calls them: a digit finds them in a list. */
const issues: Record<string, string> = {
  1: "1. Giải thích từ ngữ",
  2: "2. Thẩm quyền cấp phép",
  3: "3. Thời hạn, thủ tục",
  4: "4. An toàn, phòng cháy",
  5: "5. Giá dịch vụ sạc",
  6: "6. Ưu đãi, hỗ trợ đầu tư",
  7: "7. Kết nối, bảo vệ dữ liệu",
  8: "8. Hiệu lực, chuyển tiếp",
  9: "9. Quy hoạch, mặt bằng",
};

/** What the corpus says of its stretches: "1" to "9", or a letter for what is no issue. */
const gold = readFileSync("../summaries/corpus/sixty.txt", "utf8")
  .split("\n")
  .filter((line) => /^\w /.test(line))
  .map((line) => ({ issue: line[0] ?? "", text: line.slice(2).replace(/\\[nt]/g, " ") }));

function issueOf(sentence: string): string {
  const words = sentence.normalize("NFC").trim();
  return gold.find((one) => one.text.includes(words))?.issue ?? "";
}

const ledger = (page: Page) => page.getByRole("region", { name: "Sổ đối chiếu" });
const rows = (page: Page) => page.locator("article.synth-row");
const chosen = (page: Page) => page.locator(".synth-sentence[aria-pressed=true]");
const source = (page: Page) => page.getByRole("region", { name: "Ý kiến nguồn" });

/** The sentence that has the keyboard; one always has it when the person works through the table. */
async function here(page: Page): Promise<string> {
  const focused = page.locator(".synth-sentence:focus");
  await expect(focused, "the keyboard is on a sentence").toHaveCount(1);
  return (await focused.textContent()) ?? "";
}

/** Presses a key that changes the table, and waits until it has. */
async function act(page: Page, ...keys: string[]): Promise<void> {
  const [last, ...before] = keys.reverse();
  for (const key of before.reverse()) await page.keyboard.press(key);
  const done = page.waitForResponse((answer) => answer.url().endsWith("/edits"));
  await page.keyboard.press(last ?? "");
  expect((await done).status()).toBe(200);
  await expect(page.locator(".button-pending")).toHaveCount(0);
}

/** Chooses from a list that is open, by the sign with which the entry begins or step by step, and leaves it. */
async function pick(page: Page, name: string, sign = ""): Promise<void> {
  const focused = page.locator("[role=option]:focus");
  await expect(focused).toHaveCount(1);
  if (sign) await page.keyboard.press(sign);
  for (let steps = 0; !sign && steps < 60; steps++) {
    if ((await focused.textContent()) === name) break;
    await page.keyboard.press("ArrowDown");
  }
  await expect(focused).toHaveText(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox")).toHaveCount(0);
}

/** Goes from row to row until the keyboard is in that one. */
async function toRow(page: Page, name: string): Promise<Locator> {
  const row = rows(page).filter({ has: page.getByRole("heading", { name, exact: true }) });
  await page.keyboard.press("1");
  for (let left = await rows(page).count(); left > 0; left--) {
    if (await row.evaluate((one) => one.contains(document.activeElement))) return row;
    await page.keyboard.press("n");
  }
  throw new Error(`The keyboard does not come to ${name}.`);
}

test("the analyst works through all of it: looks at sources, moves, merges, splits, renames, writes, accepts", async ({
  as,
}) => {
  test.setTimeout(180_000);
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await enter(page.getByRole("link", { name: title }));
  await enter(page.getByRole("button", { name: "Lập bảng tổng hợp" }));
  await expect(ledger(page)).toContainText("Đã khớp");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeFocused();
  await analyst.arrived();

  // The keys are told, and only act in the table.
  await page.keyboard.press("j");
  await expect(chosen(page)).toHaveCount(0);
  await enter(page.getByRole("button", { name: "Phím tắt" }));
  await expect(page.getByRole("dialog", { name: "Phím tắt khi rà soát" })).toBeVisible();
  await analyst.look("sixty-keys");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Phím tắt" })).toBeFocused();

  // The source of a sentence stands on the right with the sentence lit.
  await tabTo(page.locator(".synth-sentence").first());
  await expect(chosen(page), "Tab only passes by").toHaveCount(0);
  await page.keyboard.press("1");
  const first = await here(page);
  await expect(page.locator("mark")).toHaveText(first.trim());
  await expect(source(page)).toContainText("Bộ Tư pháp");
  await page.keyboard.press("v");
  await expect(source(page)).toBeFocused();
  await analyst.look("sixty-source");
  await page.keyboard.press("Escape");
  expect(await here(page)).toBe(first);

  // Merge: the row on the first paragraph of an article into that of the article.
  const count = await rows(page).count();
  const article = await toRow(page, "Điều 5");
  await page.keyboard.press("g");
  const merging = page.getByRole("dialog", { name: /^Gộp dòng khác/ });
  await enter(merging.getByRole("button", { name: /Dòng được gộp vào đây/ }));
  await pick(page, "Khoản 1 Điều 5");
  await tabTo(merging.getByRole("button", { name: "Gộp", exact: true }));
  await analyst.look("sixty-merge");
  await act(page, "Enter");
  await expect(merging).toBeHidden();
  await expect(rows(page)).toHaveCount(count - 1);
  await here(page);

  // Split: one point of it goes into a row of its own.
  await page.keyboard.press("x");
  await page.keyboard.press("t");
  await page.keyboard.type("Cấp phép trong luật");
  await enter(page.getByRole("dialog").getByRole("button", { name: "Ghi lại" }));
  await expect(rows(page)).toHaveCount(count);
  await here(page);

  // Rename, and a gist that cites its sentence.
  await page.keyboard.press("s");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(renamed);
  await enter(page.getByRole("dialog").getByRole("button", { name: "Ghi lại" }));
  await expect(page.getByRole("heading", { name: renamed })).toBeVisible();
  await expect(article).toHaveCount(0);
  await toRow(page, "Khoản 2 Điều 3");
  await page.keyboard.press("q");
  const writing = page.getByRole("dialog", { name: /^Tóm tắt ý kiến/ });
  await tabTo(writing.getByRole("textbox").first());
  await page.keyboard.type(gist);
  await analyst.look("sixty-gist");
  await tabTo(writing.getByRole("button", { name: "Ghi tóm tắt" }));
  await act(page, "Enter");
  await expect(writing).toBeHidden();
  await expect(page.getByText(gist)).toBeVisible();

  // Move: a sentence out of its row into another; the keyboard stays where it was.
  await toRow(page, renamed);
  await page.keyboard.press("m");
  await pick(page, "Cấp phép trong luật");
  await act(page, "Tab", "Enter");
  await here(page);

  // A row that somebody else merges away hands the keyboard to its neighbour.
  await toRow(page, "Khoản 2 Điều 7");
  const path = `/api/syntheses/${page.url().split("/").at(-1)}`;
  const all = (await analyst.get<Review>(path)).rows;
  const [into, gone] = ["Điều 7", "khoản 2 Điều 7"].map((name) => all.find((row) => row.name.vi === name));
  const merge = { act: "merge", row: into?.id, seen: into?.rev, other: gone?.id, other_seen: gone?.rev };
  await analyst.act(`${path}/edits`, merge);
  await expect(rows(page)).toHaveCount(count - 1);
  await here(page);

  // What waits: by suggestion, into rows that are there, or into new ones.
  await page.keyboard.press("2");
  const made = new Set<string>();
  let accepted = 0;
  for (let left = 100; left > 0; left--) {
    if ((await page.getByRole("tab", { name: "Chờ xếp (0)" }).count()) > 0) break;
    const issue = issueOf(await here(page));
    const row = issues[issue];
    const suggestion = page.getByRole("button", { name: /^Xếp theo gợi ý: / });
    if (row === undefined) await act(page, "r");
    else if (!made.has(issue)) {
      made.add(issue);
      await page.keyboard.press("f");
      await page.keyboard.type(row);
      const moved = page.waitForResponse((answer) => (answer.request().postData() ?? "").includes('"act":"move"'));
      await page.keyboard.press("Enter");
      expect((await moved).status()).toBe(200);
      await expect(page.locator(".button-pending")).toHaveCount(0);
    } else if ((await suggestion.count()) > 0) {
      if ((await suggestion.textContent()) === `Xếp theo gợi ý: ${row}`) {
        accepted++;
        await act(page, "c");
      } else await act(page, "b");
    } else {
      await page.keyboard.press("m");
      await pick(page, row, issue);
      await act(page, "Tab", "Enter");
    }
  }
  expect(accepted, "suggestions that were right").toBeGreaterThan(5);
  await expect(ledger(page)).toContainText("+ 0 còn chờ");
  await expect(page.getByRole("tab", { name: "Chờ xếp (0)" })).toBeFocused();
  await analyst.look("sixty-placed");

  // Every dissent, and what may be meant for a machine, is read in full.
  await page.keyboard.press("4");
  await expect(source(page)).toBeFocused();
  await expect(source(page)).toContainText("Phải đọc toàn văn trước khi phê duyệt");
  await analyst.look("sixty-must-read");
  for (let left = 10; left > 0; left--) {
    if ((await ledger(page).getByText("Đã đọc đủ các ý kiến phải đọc").count()) > 0) break;
    await act(page, "h");
    await expect(source(page)).toBeFocused();
  }
  await expect(ledger(page)).toContainText("Đã đọc đủ các ý kiến phải đọc");

  // All that is left is right where it is.
  await page.keyboard.press("1");
  for (let left = await rows(page).count(); left > 0; left--) {
    const row = rows(page).filter({ has: page.locator(":focus") });
    if ((await row.getByRole("button", { name: "Xếp đúng, giữ nguyên" }).count()) > 0) await act(page, "Shift+C");
    await here(page);
    await page.keyboard.press("n");
  }
  await expect(page.getByRole("button", { name: "Xếp đúng, giữ nguyên" })).toHaveCount(0);
  await page.keyboard.press("l");
  await expect(ledger(page)).toBeFocused();
  await analyst.look("sixty-done");
});

test("single keys can be turned off, and then are letters like any other", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await enter(page.getByRole("link", { name: title }));
  await enter(page.getByRole("button", { name: "Phím tắt" }));
  await tabTo(page.getByRole("checkbox", { name: "Dùng phím tắt một chữ cái trên trình duyệt này" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await page.reload();
  await tabTo(page.getByRole("tab", { name: /^Bảng/ }));
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(chosen(page)).toHaveCount(0);
  await page.reload();
  await enter(page.getByRole("button", { name: "Ngôn ngữ" }));
  const english = page.getByRole("menuitem", { name: "English" });
  for (let steps = 0; steps < 3 && !(await english.evaluate((one) => one === document.activeElement)); steps++) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  analyst.language = "en";
  await enter(page.getByRole("button", { name: "Keyboard shortcuts" }));
  await analyst.look("sixty-keys-en");
});

/** Follows a download by keyboard. */
async function take(page: Page, name: string): Promise<Buffer> {
  const coming = page.waitForEvent("download");
  await enter(page.getByRole("link", { name }));
  return readFileSync(await (await coming).path());
}

/** The words of a file of XML, as a reader sees them. */
const words = (xml: string) =>
  xml
    .replace(/<[^>]+>/g, "")
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&amp;/g, "&")
    .normalize("NFC");

test("another person approves what is on the screen by its hash, and takes it away in three files", async ({ as }) => {
  const desk: Visitor = await as("thu-ky-1", "desk");
  const { page } = desk;
  await enter(page.getByRole("navigation").getByRole("link", { name: "Tổng hợp ý kiến" }));
  await enter(page.getByRole("link", { name: title }));
  await tabTo(page.getByRole("tab", { name: /^Bảng/ }));
  await page.keyboard.press("0"); // past all the sentences
  await expect(page.getByRole("button", { name: "Phê duyệt bản 1" })).toBeFocused();
  const id = page.url().split("/").at(-1);
  const { hash, rows: all } = await desk.get<Review>(`/api/syntheses/${id}`);
  await page.keyboard.press("Enter");
  const asking = page.getByRole("alertdialog");
  await tabTo(asking.getByRole("button", { name: "Phê duyệt bản 1" }));
  await desk.look("sixty-approve");
  const sent = page.waitForRequest((request) => request.url().endsWith("/approval"));
  await page.keyboard.press("Enter");
  expect((await sent).postDataJSON()).toEqual({ hash });
  await expect(page.getByText(/đã phê duyệt bản 1 lúc/)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeFocused();
  await desk.look("sixty-approved");

  const docx = words(unzip(await take(page, "Tải Word"))["word/document.xml"] ?? "");
  const xlsx = words(Object.values(unzip(await take(page, "Tải Excel"))).join(" "));
  const json = (await take(page, "Tải JSON")).toString("utf8").normalize("NFC");
  for (const [kind, text] of Object.entries({ docx, xlsx, json })) {
    for (const said of [...dissent, renamed, issues[5] ?? ""]) expect(text, `${kind} says it`).toContain(said);
    for (const who of ["Công ty cổ phần Trạm sạc Phương Nam", "Hiệp hội Bất động sản Việt Nam"]) {
      expect(text, `${kind} names who dissents`).toContain(who);
    }
  }
  for (const text of [docx, xlsx, json]) expect(text).toContain(gist);
  // Nobody's words are dropped or put into another's mouth.
  const table = JSON.parse(json) as { rows: unknown[] };
  expect(table.rows).toHaveLength(all.length);
  for (const point of all.flatMap((row) => row.points)) {
    for (const quote of point.quotes) {
      expect(docx, point.who).toContain(words(quote.text.trim().replace(/\s+/g, " ")).slice(0, 40));
    }
  }
});
