/** A drafter makes a matter, uploads its papers, hands it in; the secretariat checks it, returns it, takes it. */
import { file, large, locked, pdf } from "../lib/files.ts";
import { expect, test, type Visitor } from "../lib/test.ts";

const title = "Dự thảo Nghị định về quỹ dự trữ tài chính của tỉnh";

async function choose(who: Visitor, files: Parameters<import("@playwright/test").FileChooser["setFiles"]>[0]) {
  const chooser = who.page.waitForEvent("filechooser");
  await who.page.getByRole("button", { name: "Chọn tệp" }).click();
  await (await chooser).setFiles(files);
}

/** Gives the kind of a chosen file. */
async function name(who: Visitor, file: string, kind: string): Promise<void> {
  const row = who.page
    .getByRole("list", { name: "Tệp đang được tải lên" })
    .getByRole("listitem")
    .filter({ hasText: file });
  await row.getByRole("button", { name: /Loại tài liệu/ }).click();
  await who.page.getByRole("option", { name: kind, exact: true }).click();
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("makes a matter; files that cannot be taken are refused in clear words", async ({ as, browserConsole }) => {
  test.slow();
  browserConsole.expect(/status of (413|415|422)/); // the refusals of this test
  const drafter = await as("soan-thao-tai-chinh", "desk");
  const { page } = drafter;
  await page.goto("/dossiers");
  await drafter.look("drafter-matters");
  await page.getByRole("link", { name: "Lập hồ sơ mới" }).first().click();
  await page.getByRole("button", { name: "Lập hồ sơ, tiếp tục tải tài liệu" }).click();
  await expect(page.getByText("Xin ghi tên hồ sơ.").first()).toBeVisible();
  await page.getByRole("textbox", { name: "Tên hồ sơ" }).fill(title);
  await drafter.look("drafter-new");
  await page.getByRole("button", { name: "Lập hồ sơ, tiếp tục tải tài liệu" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();

  await choose(drafter, large(101 * 2 ** 20));
  await expect(page.getByText(/Tệp vượt quá 100 MB cho phép/).first()).toBeVisible();
  await page.getByRole("button", { name: "Bỏ tệp ban-quet-lon.pdf" }).click();

  await choose(drafter, [
    file("to-trinh.pdf", pdf("To trinh ve quy du tru tai chinh")),
    file("du-thao.pdf", pdf("Du thao nghi dinh")),
    file("anh-gia-lam-pdf.pdf", Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1")),
    file("co-mat-khau.pdf", locked()),
  ]);
  await name(drafter, "to-trinh.pdf", "Tờ trình");
  await name(drafter, "du-thao.pdf", "Dự thảo");
  await name(drafter, "anh-gia-lam-pdf.pdf", "Khác");
  await name(drafter, "co-mat-khau.pdf", "Khác");
  await drafter.look("drafter-upload");
  await page.getByRole("button", { name: "Tải lên 4 tệp" }).click();

  const papers = page.getByRole("list", { name: "Tài liệu", exact: true });
  await expect(papers.getByRole("listitem").filter({ hasText: "to-trinh" })).toContainText("Sẵn sàng", {
    timeout: 120_000,
  });
  await expect(papers.getByRole("listitem").filter({ hasText: "du-thao" })).toContainText("Sẵn sàng", {
    timeout: 60_000,
  });
  await expect(papers.getByRole("listitem").filter({ hasText: "co-mat-khau" })).toContainText("mật khẩu", {
    timeout: 60_000,
  });
  await expect(page.getByText("Không nhận tệp này.").first()).toBeVisible();
  await drafter.look("drafter-papers");
});

test("the secretariat returns it with a reason, then takes it", async ({ as }) => {
  test.slow();
  const drafter = await as("soan-thao-tai-chinh", "desk");
  await drafter.page.goto("/dossiers");
  await drafter.page.getByRole("link", { name: title }).click();
  const papers = drafter.page.getByRole("list", { name: "Tài liệu", exact: true });
  await papers.getByRole("button", { name: /Việc khác với “co-mat-khau”/ }).click();
  await drafter.page.getByRole("menuitem", { name: "Bỏ khỏi hồ sơ" }).click();
  await drafter.page.getByRole("alertdialog").getByRole("button", { name: "Bỏ khỏi hồ sơ" }).click();
  await expect(papers.getByRole("listitem").filter({ hasText: "co-mat-khau" })).toHaveCount(0);
  await drafter.page.getByRole("button", { name: "Gửi Văn phòng thẩm tra" }).click();
  await expect(drafter.page.getByText("Chờ thẩm tra").first()).toBeVisible();

  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/dossiers/check");
  await desk.look("check-queue");
  await desk.page.getByRole("link", { name: title }).click();
  await expect(desk.page.getByText("Có tờ trình (1)")).toBeVisible();
  await desk.look("check-matter");
  await desk.page.getByRole("button", { name: "Trả lại hồ sơ" }).click();
  await desk.page.getByLabel("Lý do trả lại").fill("Bổ sung báo cáo thẩm định của Bộ Tư pháp.");
  await desk.look("check-return");
  await desk.page.getByRole("dialog").getByRole("button", { name: "Trả lại hồ sơ" }).click();

  // The drafter's screen stands open and says why.
  await expect(drafter.page.getByText("Bổ sung báo cáo thẩm định của Bộ Tư pháp.").first()).toBeVisible();
  await drafter.look("drafter-returned");
  await drafter.page.getByRole("button", { name: "Gửi lại Văn phòng" }).click();
  await expect(drafter.page.getByText("Chờ thẩm tra").first()).toBeVisible();
  await desk.page.goto("/dossiers/check");
  await desk.page.getByRole("link", { name: title }).click();
  await desk.page.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(drafter.page.getByText("Đã tiếp nhận").first()).toBeVisible();
});
