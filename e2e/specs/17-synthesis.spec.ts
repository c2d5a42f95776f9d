/** From the closed ballot to the approved table: the analyst files by keyboard, the secretariat approves, files leave only then. */
import { enter, tabTo } from "../lib/keyboard.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const question = async (who: Visitor) =>
  (await who.get<{ items: { id: string; draft: string }[] }>("/api/syntheses")).items.find((one) =>
    ballots.closed.test(one.draft),
  )?.id ?? "";

test("the analyst makes the table and settles by keyboard what waits and what must be read", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await page.goto("/summaries");
  await analyst.arrived();
  await analyst.look("synthesis-list");
  await enter(page.getByRole("link", { name: ballots.closed }).first());
  await enter(page.getByRole("button", { name: "Lập bảng tổng hợp" }));
  await expect(page.getByRole("region", { name: "Sổ đối chiếu" })).toContainText("Đã khớp");
  await analyst.arrived();
  await analyst.look("synthesis-review");

  const first = page.locator(".synth-sentence").first();
  await enter(first);
  await expect(page.locator("mark")).toHaveText(((await first.textContent()) ?? "").trim());
  await analyst.look("synthesis-lit");

  // What must be read is opened by itself, one after the other.
  await page.goto(`/summaries/${await question(analyst)}`);
  await analyst.arrived();
  for (let left = 30; left > 0; left--) {
    if ((await page.getByText("Đã đọc đủ các ý kiến phải đọc").count()) > 0) break;
    const before = await page.getByText(/^Còn \d+ ý kiến phải đọc/).textContent();
    await enter(page.getByRole("button", { name: "Đánh dấu đã đọc toàn văn" }));
    await expect(page.getByText(before ?? "", { exact: true })).toHaveCount(0);
  }
  await tabTo(page.getByRole("tab", { name: /^Bảng/ }));
  await page.keyboard.press("ArrowRight");
  for (let left = 40; left > 0; left--) {
    const count = await page.getByRole("tab", { name: /^Chờ xếp/ }).textContent();
    if (count === "Chờ xếp (0)") break;
    await enter(page.getByRole("tabpanel").locator(".synth-sentence").first());
    await enter(page.getByRole("button", { name: "Để riêng", exact: true }));
    await expect(page.getByRole("tab", { name: count ?? "", exact: true })).toHaveCount(0);
  }
  await expect(page.getByRole("tab", { name: "Chờ xếp (0)" })).toBeVisible();
});

test("nothing leaves before the secretariat approves; then the files do", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  const id = await question(desk);
  const path = `/api/syntheses/${id}/table`;
  for (const kind of ["", ".docx", ".xlsx", ".json"]) expect((await page.request.get(path + kind)).status()).toBe(404);
  await page.goto(`/summaries/${id}`);
  await enter(page.getByRole("button", { name: "Phê duyệt bản 1" }));
  await expect(page.getByRole("alertdialog")).toBeVisible();
  // It says what only the program has placed and named; that is no bar.
  await expect(page.getByRole("alertdialog")).toContainText(/[1-9]\d*\/\d+ ý còn theo bản xếp thử, chưa ai xác nhận/);
  await expect(page.getByRole("alertdialog")).toContainText(/[1-9]\d*\/\d+ tên dòng do hệ thống hoặc mô hình đặt/);
  await desk.look("synthesis-approve");
  await page.getByRole("alertdialog").getByRole("button", { name: "Phê duyệt bản 1" }).click();
  await expect(page.getByText(/đã phê duyệt bản 1 lúc/)).toBeVisible();
  for (const kind of ["", ".docx", ".xlsx", ".json"]) expect((await page.request.get(path + kind)).status()).toBe(200);
  await page.getByRole("link", { name: "Bảng đã phê duyệt" }).click();
  await desk.arrived();
  await desk.look("synthesis-table");
  await page.reload(); // what was said aloud in Vietnamese is over
  await desk.arrived();
  await desk.speak("en");
  await desk.look("synthesis-table-en");
});
