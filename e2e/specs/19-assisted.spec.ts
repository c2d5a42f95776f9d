/**
 * The synthesis with a model, from the administrator's settings to the table: nothing is
 * sent before it was tested and turned on, nor of a matter above the class that was set.
 */
import type { Locator } from "@playwright/test";
import { Server } from "../lib/server.ts";
import { ballots, test as base, expect, type Visitor } from "../lib/test.ts";

/** The demonstration with its endpoint that answers by rule. */
const test = base.extend<{ server: Server }, { assisted: Server }>({
  assisted: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const server = await Server.copy(["-ai", "fake"]);
      await use(server);
      await server.discard();
    },
    { scope: "worker" },
  ],
  server: async ({ assisted }, use) => use(assisted),
});

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("the administrator sets the model, tests the connection and turns it on", async ({ as }) => {
  const admin = await as("quan-tri-1", "desk");
  const { page } = admin;
  await page.getByRole("link", { name: "Mô hình hỗ trợ" }).click();
  await admin.arrived();
  await expect(page.getByText("Đang bật", { exact: true })).toBeVisible();
  await admin.look("assist-on");
  await page.getByRole("button", { name: "Tắt" }).click();
  await expect(page.getByText("Đang tắt: không ý kiến nào rời khỏi hệ thống")).toBeVisible();

  // A figure out of bounds is said at its field, and nothing is sent.
  await page.getByLabel("Lượt gọi mỗi lần chạy").fill("0");
  await page.getByRole("button", { name: "Lưu thiết lập" }).click();
  await expect(page.getByText("Xin nhập số từ 1 đến 20.000.").last()).toBeVisible();
  await admin.look("assist-wrong");
  await page.getByLabel("Lượt gọi mỗi lần chạy").fill("500");

  // Another model is another connection: it is tested before it may be turned on.
  await page.getByLabel("Tên mô hình").fill("fake-2");
  await page.getByLabel("Chỉ hồ sơ công khai").check({ force: true });
  await expect(page.getByRole("button", { name: "Bật" })).toBeDisabled();
  await page.getByRole("button", { name: "Lưu thiết lập" }).click();
  await expect(page.getByText("Chưa thử kết nối như đang thiết lập")).toBeVisible();
  await expect(page.getByRole("button", { name: "Bật" })).toBeDisabled();
  await admin.look("assist-untested");
  await page.getByRole("button", { name: "Thử kết nối" }).click();
  await expect(page.locator(".banner-title", { hasText: "Thử đạt: dùng được mô hình này" })).toBeVisible();
  for (const check of [
    "Trả lời đúng lược đồ đã gửi",
    "Chữ Việt trở về nguyên vẹn",
    "Cho biết đã đọc bao nhiêu token",
    "Đọc trọn hai đầu ở độ dài đã khai",
  ]) {
    await expect(page.getByRole("row", { name: check })).toContainText("Đạt");
  }
  await admin.look("assist-tested");
  await page.getByRole("button", { name: "Bật" }).click();
  await expect(page.getByRole("dialog", { name: "Bật hỗ trợ của mô hình?" })).toContainText("hồ sơ công khai");
  await admin.look("assist-turn-on");
  await page.getByRole("dialog").getByRole("button", { name: "Bật" }).click();
  await expect(page.getByText("Đang bật", { exact: true })).toBeVisible();
  await page.reload();
  await admin.arrived();
  await admin.speak("en");
  await admin.look("assist-en");
});

test("a host that the operator did not allow is refused, and what was typed stays", async ({ as, browserConsole }) => {
  browserConsole.expect(/403|409|422/);
  const admin = await as("quan-tri-2", "portrait");
  const { page } = admin;
  await page.goto("/summaries/assist");
  await admin.arrived();
  await page.getByLabel("Địa chỉ máy chủ mô hình").fill("https://elsewhere.example/v1");
  await page.getByRole("button", { name: "Lưu thiết lập" }).click();
  await expect(page.getByText(/không có trong danh sách được phép/).first()).toBeVisible();
  await expect(page.getByLabel("Địa chỉ máy chủ mô hình")).toHaveValue("https://elsewhere.example/v1");
  await admin.look("assist-host");
});

const question = async (who: Visitor) =>
  (await who.get<{ items: { id: string; draft: string }[] }>("/api/syntheses")).items.find((one) =>
    ballots.closed.test(one.draft),
  )?.id ?? "";

test("of a matter above the class that was set nothing can be asked", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await page.goto(`/summaries/${await question(analyst)}`);
  await analyst.arrived();
  await expect(page.getByText(/Độ mật của hồ sơ cao hơn mức được phép gửi cho mô hình/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Nhờ mô hình tìm nhóm vấn đề" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Lập bảng tổng hợp" })).toBeVisible();
  await analyst.look("course-barred");
  const refused = await page.request.post(`/api/syntheses/${await question(analyst)}/run`, {
    headers: { "Idempotency-Key": crypto.randomUUID() },
  });
  expect(refused.ok()).toBe(false);
  expect(await refused.text()).toContain("assist.class");

  const admin = await as("quan-tri-1", "desk");
  await admin.page.goto("/summaries/assist");
  await admin.page.getByLabel("Đến mức nội bộ").check({ force: true });
  await admin.page.getByRole("button", { name: "Lưu thiết lập" }).click();
  // The connection is the same, so it stays on.
  await expect(admin.page.getByText(/hồ sơ công khai và nội bộ được gửi tới/)).toBeVisible();
});

test("whether the model may be asked is heard at once, at every screen that is open", async ({ as }) => {
  const admin = await as("quan-tri-1", "desk");
  const id = await question(await as("thu-ky-1", "desk"));
  const analyst = await as("phan-tich", "desk");
  await analyst.page.goto(`/summaries/${id}`);
  await analyst.arrived();
  const turn = async (on: boolean) => {
    const { rev } = await admin.get<{ rev: number }>("/api/assist");
    await admin.act("/api/assist/switch", { rev, on });
  };
  const barred = analyst.page.getByText(/^Chưa bật hỗ trợ của mô hình/);
  await expect(barred).toHaveCount(0);
  await turn(false);
  await expect(barred).toBeVisible();
  await turn(true);
  await expect(barred).toHaveCount(0);
});

test("the analyst has themes found, edits them, leaves and comes back, and takes the table", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await page.goto("/summaries");
  await page.getByRole("link", { name: ballots.closed }).first().click();
  await page.getByRole("button", { name: "Nhờ mô hình tìm nhóm vấn đề" }).click();
  await expect(page.getByRole("heading", { name: "Chọn nhóm vấn đề" })).toBeVisible();
  await analyst.arrived();
  await analyst.look("course-themes");

  const themes = page.locator(".course-themes > li");
  const found = await themes.count();
  expect(found).toBeGreaterThan(1);
  await page.getByLabel("Nhóm 1", { exact: true }).fill("Quyền tự chủ về học phí");
  await page.getByLabel("Tên nhóm mới").fill("Quy định chuyển tiếp của trường");
  await page.getByRole("button", { name: "Thêm nhóm" }).click();
  await expect(themes).toHaveCount(found + 1);
  // What is pressed goes away with its press: the page stays, and the keyboard is taken to what is next to it.
  const has = (what: Locator) => expect(what).toBeFocused();
  await themes.nth(1).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 300);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
  await themes.nth(1).getByRole("button", { name: "Gộp vào nhóm khác" }).click();
  const stood = await page.evaluate(() => scrollY);
  expect(stood).toBeGreaterThan(100);
  await has(themes.nth(1).locator(".select-button"));
  await themes
    .nth(1)
    .getByRole("button", { name: /^Gộp vào nhóm khác|Chọn/ })
    .click();
  await page.getByRole("option", { name: "Quyền tự chủ về học phí" }).click();
  await themes.nth(1).getByRole("button", { name: "Gộp", exact: true }).click();
  await expect(themes).toHaveCount(found);
  await expect(themes.first()).toContainText("Đã gộp vào đây");
  await has(themes.nth(1).locator("input"));
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100);
  await themes.last().getByRole("button", { name: "Bỏ nhóm" }).click();
  await expect(themes.last()).toContainText("Đã bỏ");
  await has(themes.last().getByRole("button", { name: "Lấy lại nhóm" }));
  await page.keyboard.press("Enter");
  await has(themes.last().getByRole("button", { name: "Bỏ nhóm" }));
  await page.keyboard.press("Enter");
  await expect(themes.last()).toContainText("Đã bỏ");
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100);
  // The next step is at the foot of the screen, and counts as many as are numbered.
  const foot = page.locator(".page-actions");
  await expect(foot.getByRole("button", { name: `Nhờ mô hình xếp vào ${found - 1} nhóm` })).toBeInViewport();
  await expect(page.getByLabel(`Nhóm ${found - 1}`, { exact: true })).toBeVisible();
  await expect(page.getByLabel(`Nhóm ${found}`, { exact: true })).toHaveCount(0);
  await expect(foot.getByRole("button", { name: "Lập bảng không nhờ mô hình" })).toBeVisible();
  await themes
    .first()
    .getByText(/^Xem \d+ câu nguồn$/)
    .click();
  await expect(themes.first().locator(".course-sources li").first()).not.toBeEmpty();
  await analyst.look("course-edited");

  await page.reload();
  await analyst.arrived();
  await analyst.speak("en");
  await analyst.look("course-edited-en");
  await analyst.speak("vi");

  // What was edited is still there after the screen was left.
  await page.goto("/summaries");
  await analyst.arrived();
  await page.getByRole("link", { name: ballots.closed }).first().click();
  await expect(page.getByLabel("Nhóm 1", { exact: true })).toHaveValue("Quyền tự chủ về học phí");
  await expect(themes.last()).toContainText("Đã bỏ");
  await page.getByRole("button", { name: /^Nhờ mô hình xếp vào \d+ nhóm$/ }).click();
  await expect(page.getByText("Mô hình đã làm xong, chưa đưa vào bảng.")).toBeVisible();
  await analyst.look("course-ended");
  await page.getByRole("button", { name: "Đưa vào bảng thành bản 1" }).click();
  await expect(page.getByText("Đã đưa vào bảng thành bản 1.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Sổ đối chiếu" })).toContainText("Đã khớp");
  await expect(page.getByRole("heading", { level: 3, name: "Quyền tự chủ về học phí" })).toBeVisible();
  await analyst.arrived();
  await analyst.look("course-taken");
});

test("what the model wrote wears that it is a draft until it is edited or approved", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  await page.goto("/summaries");
  await analyst.arrived();
  await expect(page.getByRole("row", { name: ballots.closed }).first()).toContainText("Có mô hình hỗ trợ");
  await analyst.look("assisted-list");
  await page.getByRole("link", { name: ballots.closed }).first().click();
  await expect(page.getByText("Có mô hình hỗ trợ", { exact: true })).toBeVisible();
  await expect(page.getByText(/chưa ai phê duyệt\.$/)).toBeVisible();
  const gist = page.locator(".gist").first();
  await expect(gist).toContainText("Bản nháp");
  await expect(gist).toContainText("mô hình viết");

  // A citation lights the stored sentence in its opinion.
  await gist.getByRole("button", { name: "Xem câu được dẫn 1" }).first().click();
  await expect(page.locator("mark")).toBeVisible();
  await analyst.look("assisted-review");

  // What a reviewer writes is the reviewer's; a sentence that cites nothing is not taken.
  const row = page.locator(".synth-row", { has: gist });
  await row
    .getByRole("button", { name: /^Sửa tóm tắt/ })
    .first()
    .click();
  const window = page.getByRole("dialog", { name: /^Tóm tắt ý kiến/ });
  await window.getByLabel("Câu tóm tắt 1", { exact: true }).first().fill("Đề nghị làm rõ trách nhiệm giải trình.");
  await page.keyboard.press("Escape"); // what was typed is kept
  await expect(window).toBeHidden();
  await row
    .getByRole("button", { name: /^Sửa tóm tắt/ })
    .first()
    .click();
  await expect(window.getByLabel("Câu tóm tắt 1", { exact: true }).first()).toHaveValue(
    "Đề nghị làm rõ trách nhiệm giải trình.",
  );
  await expect(window.getByText("Phần gõ lần trước chưa ghi, còn ở dưới.")).toBeVisible();
  await expect(window.getByRole("button", { name: "Bỏ phần đang gõ" })).toBeVisible();
  await window.getByRole("button", { name: "Thêm câu" }).click();
  await window.getByRole("button", { name: "Ghi tóm tắt" }).click();
  await expect(window.getByText("Xin chọn ít nhất một câu được dẫn.")).toBeVisible();
  await analyst.look("gist-edit");
  await window.getByRole("button", { name: "Bỏ câu này" }).last().click();
  await window.getByRole("button", { name: "Ghi tóm tắt" }).click();
  await expect(window).toBeHidden();
  await expect(gist).toContainText("Đề nghị làm rõ trách nhiệm giải trình.");
  await expect(gist).toContainText("người rà soát viết");
  await expect(gist).not.toContainText("Bản nháp");
  await expect(page.getByRole("heading", { name: "Bản xếp thử đúng đến đâu" })).toBeVisible();
  await expect(page.locator(".definitions")).toContainText("1/2 (50 %)");
  await page.getByRole("heading", { name: "Bản xếp thử đúng đến đâu" }).scrollIntoViewIfNeeded();
  await analyst.look("assisted-quality");
  await page.reload(); // what was said aloud in Vietnamese is over
  await analyst.arrived();
  await page.locator("summary", { hasText: "Nhờ mô hình" }).click();
  await analyst.speak("en");
  await analyst.look("assisted-review-en");
});

test("the approved table and its files say that a model had a part", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const id = await question(analyst);
  type View = { waiting: string[]; must_read: string[]; hash: string };
  const path = `/api/syntheses/${id}`;
  const view = await analyst.get<View>(path);
  if (view.waiting.length > 0) {
    await analyst.act(`${path}/edits`, { act: "apart", sentences: view.waiting, rule: "by_person" });
  }
  for (const opinion of view.must_read) await analyst.act(`${path}/edits`, { act: "read", opinion });
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto(`/summaries/${id}`);
  await page.getByRole("button", { name: "Phê duyệt bản 1" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Phê duyệt bản 1" }).click();
  await expect(page.getByText(/đã phê duyệt bản 1 lúc/)).toBeVisible();
  await expect(page.getByText("Bản nháp", { exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "Bảng đã phê duyệt" }).click();
  await desk.arrived();
  await expect(page.getByText(/^Bảng được lập với sự hỗ trợ của mô hình ngôn ngữ/)).toBeVisible();
  await expect(page.locator(".gist").first()).toContainText("Đề nghị làm rõ trách nhiệm giải trình.");
  await desk.look("assisted-table");
  await page.reload();
  await desk.arrived();
  await desk.speak("en");
  await desk.look("assisted-table-en");
  const file = await desk.get<{ asked: { assisted: boolean } }>(`${path}/table.json`);
  expect(file.asked.assisted).toBe(true);
  for (const kind of [".docx", ".xlsx"]) expect((await page.request.get(`${path}/table${kind}`)).status()).toBe(200);

  // So does what a member reads of his own.
  const { ballot } = (await desk.get<{ asked: { ballot: string } }>(path)).asked;
  const member = await as("bo-truong-quoc-phong");
  await member.page.goto(`/ballots/${ballot}`);
  await member.arrived();
  await expect(member.page.getByText(/^Bảng được lập với sự hỗ trợ của mô hình ngôn ngữ/)).toBeVisible();
  await member.page.locator("#filing").scrollIntoViewIfNeeded();
  await member.look("filing-assisted");
});
