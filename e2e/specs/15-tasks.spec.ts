/** A task from a conclusion to its end: given, reported with evidence, sent back, reported again, closed by a second party; and one that is late. */
import { pdf } from "../lib/files.ts";
import { give } from "../lib/hands.ts";
import { enter, tabTo } from "../lib/keyboard.ts";
import { expect, sessions, test, type Visitor } from "../lib/test.ts";

const text = "Tổng hợp nhu cầu thuốc hiếm năm 2027, đề xuất cơ chế dự trữ.";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

async function choose(who: Visitor, label: RegExp, option: RegExp): Promise<void> {
  await who.page.getByRole("button", { name: label }).click();
  await who.page.getByRole("option", { name: option }).first().click();
}

function state(who: Visitor, words: string) {
  return expect(who.page.getByRole("main").getByText(words, { exact: true }).first()).toBeVisible();
}

async function open(who: Visitor): Promise<void> {
  await who.page.goto("/tasks");
  await who.page.getByRole("row").getByRole("link", { name: text }).click();
  await expect(who.page.getByRole("heading", { level: 1, name: /^Nhiệm vụ số/ })).toBeVisible();
}

test("the secretariat gives a task from a conclusion, and is told what is wanting", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto(`/meetings/${(await desk.find("/api/meetings?when=past", sessions.past)).id}`);
  await page.getByRole("link", { name: /^Giao nhiệm vụ từ nội dung: Báo cáo tình hình/ }).click();
  await page.getByRole("button", { name: "Giao nhiệm vụ" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Xin ghi nội dung nhiệm vụ.");
  await page.getByLabel(/^Nội dung nhiệm vụ/).fill(text);
  // What was typed stays when the screen is left.
  await page.getByRole("link", { name: "Nhiệm vụ", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Nhiệm vụ", exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel(/^Nội dung nhiệm vụ/)).toHaveValue(text);
  await choose(desk, /Cơ quan chủ trì/, /^Bộ Y tế/);
  await choose(desk, /Cơ quan phối hợp/, /^Bộ Tài chính/);
  await page.getByRole("button", { name: "5 ngày làm việc" }).click();
  await expect(page.getByText(/còn 5 ngày làm việc/)).toBeVisible();
  await page.getByRole("button", { name: "Giao nhiệm vụ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Nhiệm vụ số/ })).toBeVisible();
  await state(desk, "Chờ nhận");
});

test("the lead agency is told, accepts and reports with evidence; what it types is kept", async ({ as }) => {
  const agency = await as("soan-thao-y-te");
  const { page } = agency;
  await page.goto("/tasks");
  await expect(page.getByText("Nhiệm vụ mới").first()).toBeVisible();
  await open(agency);
  await page.getByRole("button", { name: "Nhận nhiệm vụ" }).click();
  await state(agency, "Đang thực hiện");
  await page.getByLabel(/^Nội dung/).fill("Đã tổng hợp nhu cầu của 34 tỉnh.");
  await give(page.getByRole("button", { name: "Chọn tệp" }), {
    name: "tong-hop.pdf",
    mimeType: "application/pdf",
    buffer: pdf("nhu cau"),
  });
  await expect(page.getByText("tong-hop.pdf")).toBeVisible();
  await expect(page.getByText(/^Đã lưu nội dung đang soạn/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(/^Nội dung/)).toHaveValue("Đã tổng hợp nhu cầu của 34 tỉnh.");
  await expect(page.getByText("tong-hop.pdf")).toBeVisible();
  await page.getByRole("button", { name: "Báo cáo hoàn thành" }).click();
  await state(agency, "Chờ xác nhận");
  await expect(page.getByRole("link", { name: /tong-hop\.pdf/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Xác nhận hoàn thành" })).toHaveCount(0);
});

test("a second party sends it back with a reason, and closes it when it is done", async ({ as, browserConsole }) => {
  browserConsole.expect(/422.*\/return/); // a reason was wanting
  const desk = await as("thu-ky-2", "desk");
  const agency = await as("soan-thao-y-te");
  await desk.page.goto("/tasks?board=reported");
  await desk.page.getByRole("row").getByRole("link", { name: text }).click();
  const task = new URL(desk.page.url()).pathname;
  await agency.page.goto(task);
  await state(agency, "Chờ xác nhận");
  await desk.page.getByRole("button", { name: "Trả lại báo cáo" }).click();
  const dialog = desk.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Trả lại báo cáo" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("Mục này bắt buộc.");
  await dialog.getByLabel("Lý do").fill("Chưa có cơ chế dự trữ.");
  await dialog.getByRole("button", { name: "Trả lại báo cáo" }).click();
  await state(desk, "Đang thực hiện");
  // The agency sees it without a reload.
  await expect(agency.page.getByText("Báo cáo đã bị trả lại")).toBeVisible();
  await agency.page.getByLabel(/^Nội dung/).fill("Đã bổ sung cơ chế dự trữ theo vùng.");
  await agency.page.getByRole("button", { name: "Báo cáo hoàn thành" }).click();
  await state(desk, "Chờ xác nhận");
  await desk.page.getByRole("button", { name: "Xác nhận hoàn thành" }).click();
  await dialog.getByRole("button", { name: "Xác nhận hoàn thành" }).click();
  await state(desk, "Đã hoàn thành");
  await state(agency, "Đã hoàn thành");
});

test("whoever reported does not close, whatever his role", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto("/tasks?q=giáo viên");
  await page
    .getByRole("row")
    .getByRole("link", { name: /tuyển dụng giáo viên/ })
    .click();
  await page.getByLabel(/^Nội dung/).fill("Báo cáo thay cơ quan, theo văn bản giấy đã nhận.");
  await page.getByRole("button", { name: "Báo cáo hoàn thành" }).click();
  await expect(page.getByText("Chờ người khác xác nhận")).toBeVisible();
  await expect(page.getByRole("button", { name: "Xác nhận hoàn thành" })).toHaveCount(0);
});

test("a drafter asks for more time and the secretariat grants it, without a mouse", async ({ as }) => {
  const agency = await as("soan-thao-tai-nguyen", "desk");
  const desk = await as("thu-ky-2", "desk");
  await desk.page.goto("/tasks?q=mo vat lieu");
  await enter(desk.page.getByRole("row").getByRole("link", { name: /mỏ vật liệu/ }));
  await expect(desk.page.getByRole("heading", { level: 1, name: /^Nhiệm vụ số/ })).toBeVisible();
  await agency.page.goto(new URL(desk.page.url()).pathname);
  await expect(agency.page.getByText(/đề nghị gia hạn đến 27\/11\/2026/).first()).toBeVisible();
  await enter(desk.page.getByRole("button", { name: "Trả lời đề nghị" }));
  await enter(desk.page.getByRole("dialog").getByRole("button", { name: "Đồng ý gia hạn" }));
  await expect(agency.page.getByText(/đồng ý gia hạn/).first()).toBeVisible();
  await tabTo(agency.page.getByLabel(/^Nội dung/));
  await agency.page.keyboard.type("Đã nhận thêm danh mục của 3 tỉnh.");
  await enter(agency.page.getByRole("button", { name: "Ghi tiến độ" }));
  await expect(agency.page.getByText(/ghi tiến độ/).first()).toBeVisible();
});

test("what is late is told to the agency and to the secretariat; the board counts it", async ({ as, clock }) => {
  const desk = await as("thu-ky-1", "desk");
  const agency = await as("soan-thao-giao-thong");
  await agency.page.goto("/tasks");
  await expect(agency.page.getByText("Đã quá hạn", { exact: true })).toHaveCount(0);
  await clock.forward(new Date("2026-11-18T18:00:00Z"));
  await agency.page.goto("/tasks");
  await expect(agency.page.getByText("Đã quá hạn", { exact: true }).first()).toBeVisible();
  await desk.page.goto("/tasks?due=overdue");
  await expect(desk.page.getByRole("row").getByRole("link", { name: /trình Quốc hội/ })).toBeVisible();
  await expect(desk.page.getByText("Đã quá hạn", { exact: true }).first()).toBeVisible();
  const book = desk.page.waitForEvent("download");
  await desk.page.getByRole("link", { name: "Tải bảng Excel" }).click();
  expect((await book).suggestedFilename()).toMatch(/^nhiem-vu-2026-11-19\.xlsx$/);
});
