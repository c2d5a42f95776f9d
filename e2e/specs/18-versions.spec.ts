/** Versions of a synthesis: who did what, what differs, and what to do when an opinion changes after the table was made. */
import { enter } from "../lib/keyboard.ts";
import { onPaper, question } from "../lib/synthesis.ts";
import { ballots, expect, test } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("a first version has no differences yet, and its history says who did what", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, ballots.closed);
  await page.goto(`/summaries/${id}`);
  await enter(page.getByRole("button", { name: "Lập bảng tổng hợp" }));
  await analyst.arrived();
  await page.getByRole("button", { name: "Sửa tên" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Hủy" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  const row = page.locator("article.synth-row").first();
  const was = (await row.getByRole("heading").textContent()) ?? "";
  for (const name of ["Hội đồng trường", "Thẩm quyền của hội đồng trường"]) {
    await row.getByRole("button", { name: "Sửa tên" }).click();
    await page.getByLabel("Tên nhóm vấn đề hoặc điều, khoản").fill(name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(row.getByRole("heading", { name, exact: true })).toBeVisible();
  }
  await enter(page.getByRole("link", { name: "Các bản, ai đã làm gì" }));
  await analyst.arrived();
  await expect(page.getByText(/^Mới có một bản/)).toBeVisible();
  const history = page.getByRole("region", { name: "Ai đã làm gì" }).or(page.locator(".synth-deeds"));
  // Each line names the row as it was called then.
  await expect(history.last()).toContainText(
    "Ninh Thị Hải Yến: Đổi tên dòng: “Hội đồng trường” → “Thẩm quyền của hội đồng trường”",
  );
  await expect(history.last()).toContainText(`Ninh Thị Hải Yến: Đổi tên dòng: “${was}” → “Hội đồng trường”`);
  await expect(history.last()).toContainText(/Ninh Thị Hải Yến: Lập bản 1: \d+ dòng, \d+ câu chờ xếp/);
  await analyst.look("synthesis-versions-one");
});

test("an opinion that comes on paper after closing is told at once, with what to do", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, ballots.closed);
  await page.goto(`/summaries/${id}`);
  await analyst.arrived();
  const first = await as("thu-ky-1", "desk");
  const second = await as("thu-ky-2", "desk");
  const seat = await onPaper(
    first,
    second,
    id.slice(0, id.lastIndexOf("-")),
    "disagree",
    "Không đồng ý với mức trích học bổng tối thiểu 8%. Đề nghị giao hội đồng trường tự quyết định mức trích.",
  );
  await expect(page.getByText("1 ý kiến đã khác so với lúc lập bảng")).toBeVisible();
  await expect(page.getByText(/^Chưa phê duyệt được bản này\. Lập bản mới giữ nguyên/)).toBeVisible();
  await expect(page.getByRole("main")).toContainText(seat.member.name);
  await expect(page.getByText("Không đồng ý với mức trích học bổng tối thiểu 8%.").first()).toBeVisible();
  await analyst.look("synthesis-stale");

  // What nobody has confirmed may move, so it is asked first.
  await enter(page.getByRole("button", { name: "Lập bản mới" }));
  const asked = page.getByRole("dialog", { name: "Lập bản 2 của bảng?" });
  await expect(asked).toContainText(/\d+ câu chưa ai xếp hoặc xác nhận được xếp lại/);
  await analyst.look("synthesis-again");
  await asked.getByRole("button", { name: "Hủy" }).click();
  await expect(page.getByText("Đang rà soát, bản 1")).toBeVisible();
  await enter(page.getByRole("button", { name: "Lập bản mới" }));
  await enter(asked.getByRole("button", { name: "Lập bản 2" }));
  await expect(page.getByText("Đang rà soát, bản 2")).toBeVisible();
  await expect(page.getByText("1 ý kiến đã khác so với lúc lập bảng")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Thẩm quyền của hội đồng trường" })).toBeVisible();
});

test("the two versions are compared in words", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto(`/summaries/${await question(desk, ballots.closed)}/versions`);
  await desk.arrived();
  await expect(page.getByRole("heading", { name: "Ý kiến khác đi giữa hai bản (1)" })).toBeVisible();
  const moves = page.getByRole("table", { name: /^Câu chuyển chỗ/ });
  await expect(moves).toContainText("Không đồng ý với mức trích học bổng tối thiểu 8%.");
  await expect(page.getByRole("table", { name: "Các bản của bảng tổng hợp" })).toContainText("Đã thay bằng bản sau");
  await desk.look("synthesis-versions");
  await desk.speak("en");
  await desk.look("synthesis-versions-en");
});
