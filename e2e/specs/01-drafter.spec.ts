/** A drafter makes a matter, uploads its papers, hands it in; the secretariat checks it, returns it, takes it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { damaged, file, large, locked, pdf, png } from "../lib/files.ts";
import { give } from "../lib/hands.ts";
import { expect, test, type Visitor } from "../lib/test.ts";

const title = "Dự thảo Nghị định về quỹ dự trữ tài chính của tỉnh";
const submission = pdf("To trinh ve quy du tru tai chinh");

type Files = Parameters<import("@playwright/test").FileChooser["setFiles"]>[0];

async function choose(who: Visitor, files: Files): Promise<void> {
  await give(who.page.getByRole("button", { name: "Chọn tệp", exact: true }), files);
}

function waiting(who: Visitor, file: string) {
  return who.page.getByRole("list", { name: "Tệp đang được tải lên" }).getByRole("listitem").filter({ hasText: file });
}

function papers(who: Visitor) {
  return who.page.getByRole("list", { name: "Tài liệu", exact: true });
}

function paper(who: Visitor, title: string) {
  return papers(who).getByRole("listitem").filter({ hasText: title });
}

/** Gives the kind of a chosen file. */
async function kind(who: Visitor, file: string, kind: string): Promise<void> {
  await waiting(who, file)
    .getByRole("button", { name: /Loại tài liệu/ })
    .click();
  await who.page.getByRole("option", { name: kind, exact: true }).click();
}

async function open(who: Visitor): Promise<void> {
  await who.page.goto("/dossiers");
  await who.page.getByRole("link", { name: title }).click();
  await expect(who.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("makes a matter; files that cannot be taken are refused in clear words", async ({ as, browserConsole }) => {
  browserConsole.expect(/status of 422/); // the refusals of this test
  const drafter = await as("soan-thao-tai-chinh", "desk");
  const { page } = drafter;
  await page.getByRole("link", { name: "Lập hồ sơ mới" }).first().click();
  await page.getByRole("button", { name: "Lập hồ sơ, tiếp tục tải tài liệu" }).click();
  await expect(page.getByText("Xin ghi tên hồ sơ.").first()).toBeVisible();
  await page.getByRole("textbox", { name: "Tên hồ sơ" }).fill(title);
  await drafter.look("drafter-new");
  await page.reload(); // what was typed is still there
  await expect(page.getByRole("textbox", { name: "Tên hồ sơ" })).toHaveValue(title);
  await page.getByRole("button", { name: "Lập hồ sơ, tiếp tục tải tài liệu" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();

  await choose(drafter, large(101 * 2 ** 20));
  await expect(waiting(drafter, "ban-quet-lon.pdf")).toContainText("Tệp vượt quá 100 MB cho phép");
  await page.getByRole("button", { name: "Bỏ tệp ban-quet-lon.pdf" }).click();

  const refused: [name: string, bytes: Buffer, words: string][] = [
    ["anh-gia-lam-pdf.pdf", png, "Tệp mang tên .pdf nhưng nội dung không phải định dạng đó"],
    ["co-mat-khau.pdf", locked(), "Xin bỏ mật khẩu rồi tải lại"],
    ["thieu-nua-sau.pdf", pdf("thieu").subarray(0, 300), "Tệp bị hỏng hoặc chưa đầy đủ"],
    ["chuong-trinh.exe", Buffer.from("MZ\x90\x00"), "chỉ nhận tệp PDF, DOCX, XLSX và PPTX"],
    ["trong-khong.pdf", Buffer.alloc(0), "Tệp trống. Xin chọn tệp khác."],
  ];
  await choose(
    drafter,
    refused.map(([name, bytes]) => file(name, bytes)),
  );
  for (const [name, bytes] of refused) if (bytes.length > 0) await kind(drafter, name, "Khác");
  await page.getByRole("button", { name: "Tải lên 4 tệp" }).click();
  for (const [name, , words] of refused) await expect(waiting(drafter, name)).toContainText(words);
  await expect(papers(drafter)).toHaveCount(0); // nothing was half kept
  await drafter.look("drafter-refused");
  for (const [name] of refused) await page.getByRole("button", { name: `Bỏ tệp ${name}` }).click();
});

test("papers become readable with their hash; what breaks on the way says so", async ({ as }) => {
  test.slow();
  const drafter = await as("soan-thao-tai-chinh", "desk");
  const { page } = drafter;
  await open(drafter);
  await choose(drafter, [
    file("to-trinh.pdf", submission),
    file("du-thao.pdf", pdf("Du thao nghi dinh")),
    file("hong-ben-trong.pdf", damaged()),
  ]);
  // The kinds of the first two are known by their names; the third is asked for.
  await page.getByRole("button", { name: "Tải lên 3 tệp" }).click();
  await expect(waiting(drafter, "hong-ben-trong.pdf")).toContainText("Xin chọn loại tài liệu.");
  await drafter.look("drafter-upload");
  await kind(drafter, "hong-ben-trong.pdf", "Khác");
  await page.getByRole("button", { name: "Tải lên 1 tệp" }).click();

  const done = { timeout: 90_000 };
  await expect(paper(drafter, "to-trinh")).toContainText("Sẵn sàng", done);
  await expect(paper(drafter, "to-trinh")).toContainText("Tờ trình");
  await expect(paper(drafter, "du-thao")).toContainText("Sẵn sàng", done);
  await expect(paper(drafter, "hong-ben-trong")).toContainText("Tệp bị hỏng hoặc chưa đầy đủ", done);
  await drafter.look("drafter-papers");

  // The original is kept byte for byte, under the hash that the screen names.
  await page.getByRole("button", { name: "Việc khác với “to-trinh”" }).click();
  await page.getByRole("menuitem", { name: "Các bản và mã băm" }).click();
  const versions = page.getByRole("dialog", { name: "Các bản của “to-trinh”" });
  await expect(versions).toContainText(createHash("sha256").update(submission).digest("hex"));
  await drafter.look("drafter-versions");
  const download = page.waitForEvent("download");
  await versions.getByRole("link", { name: "Tải bản gốc" }).click();
  expect(readFileSync(await (await download).path()).equals(submission)).toBe(true);
  await versions.getByRole("button", { name: "Đóng" }).click();

  await page.getByRole("button", { name: "Gửi Văn phòng thẩm tra" }).click();
  await expect(page.getByText("“hong-ben-trong” không được nhận").first()).toBeVisible();
  await page.getByRole("button", { name: "Việc khác với “hong-ben-trong”" }).click();
  await page.getByRole("menuitem", { name: "Bỏ khỏi hồ sơ" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Bỏ khỏi hồ sơ" }).click();
  await expect(paper(drafter, "hong-ben-trong")).toHaveCount(0);
});

test("the secretariat returns it with a reason", async ({ as, browserConsole }) => {
  browserConsole.expect(/status of 422/); // the reason that is missing at first
  const drafter = await as("soan-thao-tai-chinh", "desk");
  await open(drafter);
  await drafter.page.getByRole("button", { name: "Gửi Văn phòng thẩm tra" }).click();
  await expect(drafter.page.getByText("Chờ thẩm tra").first()).toBeVisible();

  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/dossiers/check");
  await desk.page.getByRole("link", { name: title }).click();
  await expect(desk.page.getByText("Có tờ trình (1)")).toBeVisible();
  await desk.page.getByRole("button", { name: "Trả lại hồ sơ" }).click();
  const dialog = desk.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Trả lại hồ sơ" }).click();
  await expect(dialog.getByText(/Xin ghi rõ lý do/).first()).toBeVisible();
  await dialog.getByLabel("Lý do trả lại").fill("Bổ sung báo cáo thẩm định của Bộ Tư pháp.");
  await desk.look("check-return");
  await dialog.getByRole("button", { name: "Trả lại hồ sơ" }).click();

  // The drafter's screen stands open and says why.
  await expect(drafter.page.getByText("Bổ sung báo cáo thẩm định của Bộ Tư pháp.").first()).toBeVisible();
  await drafter.look("drafter-returned");
});

test("an appraisal and an explanation are brought, each of its kind and in its version, and the matter is taken", async ({
  as,
}) => {
  test.slow();
  const drafter = await as("soan-thao-tai-chinh", "desk");
  const { page } = drafter;
  await open(drafter);
  await choose(drafter, [
    file("bao-cao-tham-dinh.pdf", pdf("Bao cao tham dinh")),
    file("cong-van-215.pdf", pdf("Tiep thu, giai trinh")),
  ]);
  // One is known by its name, of the other the drafter says what it is.
  await expect(waiting(drafter, "bao-cao-tham-dinh.pdf").getByRole("button", { name: /Loại tài liệu/ })).toContainText(
    "Thẩm định",
  );
  await kind(drafter, "cong-van-215.pdf", "Giải trình");
  await page.getByRole("button", { name: "Tải lên 2 tệp" }).click();
  const done = { timeout: 90_000 };
  const shown = (kind: string, title: string) => paper(drafter, title).getByText(kind, { exact: true });
  for (const [title, kind] of [
    ["bao-cao-tham-dinh", "Thẩm định"],
    ["cong-van-215", "Giải trình"],
  ] as const) {
    await expect(paper(drafter, title)).toContainText("Sẵn sàng", done);
    await expect(shown(kind, title)).toBeVisible();
    await expect(paper(drafter, title)).toContainText("Bản 1 · 1 trang");
  }

  // The explanation once more: a second version of the same paper, beside the first.
  await give(
    paper(drafter, "cong-van-215").getByRole("button", { name: "Bản mới của “cong-van-215”" }),
    file("giai-trinh-chinh-ly.pdf", pdf("Tiep thu, giai trinh, ban chinh ly")),
  );
  await expect(paper(drafter, "cong-van-215")).toContainText("Bản 2 · 1 trang", done);
  await expect(paper(drafter, "cong-van-215")).toContainText("giai-trinh-chinh-ly.pdf");
  await expect(paper(drafter, "cong-van-215")).toContainText("Sẵn sàng", done);
  await expect(shown("Giải trình", "cong-van-215")).toBeVisible();
  await expect(papers(drafter).getByRole("heading")).toHaveText([
    "to-trinh",
    "du-thao",
    "bao-cao-tham-dinh",
    "cong-van-215",
  ]);
  await drafter.look("drafter-kinds");

  await page.getByRole("button", { name: "Gửi lại Văn phòng" }).click();
  await expect(page.getByText("Chờ thẩm tra").first()).toBeVisible();
  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/dossiers/check");
  await desk.page.getByRole("link", { name: title }).click();
  await expect(desk.page.getByText("Có báo cáo thẩm định (1)")).toBeVisible();
  await expect(desk.page.getByText("Có bản giải trình, tiếp thu (1)")).toBeVisible();
  await expect(paper(desk, "bao-cao-tham-dinh").first()).toContainText("Thẩm định · Bản 1 · 1 trang");
  await expect(paper(desk, "cong-van-215").first()).toContainText("Giải trình · Bản 2 · 1 trang");
  await desk.look("check-kinds");
  await desk.page.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(drafter.page.getByText("Đã tiếp nhận").first()).toBeVisible();
});
