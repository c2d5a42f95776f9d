/** Answers to a consultation that came by letter: one recorded by hand, a table of others taken in line by line. */
import type { Locator } from "@playwright/test";
import { file, pdf } from "../lib/files.ts";
import { answer, give, raise, typeDate } from "../lib/hands.ts";
import { docx, xlsx } from "../lib/office.ts";
import { expect, test, type Visitor } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const open = /bãi đỗ xe đô thị/;
const questions = ["Nội dung 1", "Nội dung 2"];

async function respondents(desk: Visitor): Promise<string> {
  const { id } = await desk.find("/api/ballots?state=open", open);
  await desk.page.goto(`/ballots/desk/${id}/respondents`);
  await desk.arrived();
  return id;
}

function line(desk: Visitor, number: number): Locator {
  return desk.page.getByRole("row", { name: new RegExp(`^Dòng ${number}:`) });
}

function drop(desk: Visitor): Locator {
  return desk.page.getByRole("button", { name: "Chọn tệp" });
}

test("a letter is recorded by hand, with its number and its scan, in the words of a consultation", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await respondents(desk);
  const row = desk.page.getByRole("row", { name: /TS. Cao Xuân Lập/ });
  await row.getByRole("button").click();
  await desk.page.getByRole("menuitem", { name: "Ghi thay ý kiến" }).click();
  const dialog = desk.page.getByRole("dialog", { name: /^Ghi thay ý kiến của TS. Cao Xuân Lập/ });
  for (const question of questions)
    await dialog.getByRole("region", { name: question }).getByText("Đồng ý", { exact: true }).click();
  await typeDate(dialog, "Thời điểm nhận", "073016112026");
  await dialog.getByLabel("Số, ngày văn bản và lý do ghi thay").fill("Thư góp ý ngày 14/11/2026, gửi bằng bưu điện.");
  await give(dialog.getByRole("button", { name: "Chọn tệp" }), file("thu-gop-y.pdf", pdf("Thu gop y")));
  await expect(dialog.getByRole("list", { name: "Tệp kèm theo" })).toContainText("thu-gop-y.pdf");
  await expect(dialog.getByText(/thành viên/i)).toHaveCount(0);
  await desk.look("letter-by-hand");
  await dialog.getByRole("button", { name: "Ghi thay ý kiến" }).click();
  await desk.sign();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText("Ghi thay, chờ xác nhận");
});

const heading = ["STT", "Cơ quan góp ý", "Số, ký hiệu", "Ngày văn bản", "Câu 1", "Câu 2", "Người nhập"];
const table = docx("BẢNG TỔNG HỢP Ý KIẾN GÓP Ý", [
  heading,
  ["1", "UBND TỈNH LÀO CAI", "45/UBND-CN", "14/11/2026", "Nhất trí", "Không đồng ý: khó bố trí ở đô thị cũ.", "An"],
  ["2", "Tập đoàn Điện lực Sông Đà", "812/EVN-KH", "13/11/2026", "Đồng ý", "Đồng ý", "An"],
  ["3", "Hiệp hội Vận tải Việt Nam", "", "", "Đồng ý", "Sẽ có văn bản sau", "An"],
  ["4", "Ban quản trị các chung cư", "07/CĐT", "15/11/2026", "Ý kiến khác: đề nghị lùi thời hạn", "Đồng ý", "An"],
  ["5", "Bộ Công an", "3391/BCA-V03", "15/11/2026", "Đồng ý", "Đồng ý", "An"],
  ["6", "tap doan dien luc song da", "812/EVN-KH", "13/11/2026", "Đồng ý", "Không đồng ý: trùng quy hoạch", "An"],
  ["7", "TS. Cao Xuân Lập, chuyên gia giao thông", "", "14/11/2026", "Đồng ý", "Đồng ý", "An"],
  ["8", "Bộ Xây dựng", "", "", "", "", ""],
]);
const tableFile = { name: "tong-hop-gop-y.docx", mimeType: "application/octet-stream", buffer: table };

test("what cannot be read is refused with its reason, and a form is given out", async ({ as, browserConsole }) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await respondents(desk);
  await page.getByRole("link", { name: "Nhập ý kiến gửi bằng văn bản" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nhập ý kiến gửi bằng văn bản" })).toBeVisible();
  await desk.arrived();
  await desk.look("letters-bring");
  const form = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tải bảng mẫu" }).click();
  expect((await form).suggestedFilename()).toMatch(/^mau-nhap-y-kien-20261116\.xlsx$/);

  await give(drop(desk), file("y-kien.pdf", pdf("y kien")));
  await expect(page.getByText("y-kien.pdf: chỉ nhận tệp Excel (.xlsx) hoặc Word (.docx)")).toBeVisible();
  browserConsole.expect(/status of 422/);
  const refused: [string, Buffer, RegExp][] = [
    ["y-kien.xlsx", pdf("y kien"), /Đây không phải tệp Excel/],
    ["y-kien.xlsx", table, /Tên tệp không đúng với nội dung/],
    ["cu.docx", Buffer.from("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1......", "latin1"), /Tệp đặt mật khẩu/],
    [
      "y-kien.xlsx",
      xlsx([
        ["Cơ quan", "Câu 1"],
        ["Bộ Công an", "=1+1"],
      ]),
      /Ô B2 là công thức/,
    ],
    ["y-kien.xlsx", xlsx([["Họ hàng", "Ngày sinh"]]), /Không nhận ra bảng ý kiến nào/],
  ];
  for (const [name, content, reason] of refused) {
    await give(drop(desk), { ...tableFile, name, buffer: content });
    await expect(page.getByText(reason)).toBeVisible();
  }
  await desk.look("letters-refused");
});

test("a table is looked at line by line, kept over a reload, and recorded; what is refused stays to be corrected", async ({
  as,
  browserConsole,
}) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  const id = await respondents(desk);
  await page.getByRole("link", { name: "Nhập ý kiến gửi bằng văn bản" }).click();
  await give(drop(desk), tableFile);
  await expect(page.getByText("1 sẵn sàng, 6 cần xem, 0 đã ghi")).toBeVisible();
  await expect(line(desk, 1)).toContainText("3. Ủy ban nhân dân tỉnh Lào Cai");
  await expect(line(desk, 1)).toContainText("45/UBND-CN, 14/11/2026");
  await expect(line(desk, 1)).toContainText("Sẵn sàng");
  await expect(line(desk, 2)).toContainText("Cùng một nơi với dòng 6");
  await expect(line(desk, 3)).toContainText("Tên gần giống");
  await expect(line(desk, 3)).toContainText("Chưa ghi số, ngày văn bản");
  await expect(line(desk, 4)).toContainText("Không có trong danh sách được hỏi");
  await expect(line(desk, 5)).toContainText("Bộ Công an đã có ý kiến");
  await expect(line(desk, 7)).toContainText("đã có ý kiến");
  await expect(page.getByText("Dòng để trống: 1")).toBeVisible();
  await expect(page.getByText("Hiểu 6 cột, không đọc 1 cột")).toBeVisible();
  await desk.look("letters-review");

  // By hand: who it is, one of two lines, the number of the letter, a choice, a time of its own.
  await line(desk, 3).getByRole("button", { name: "Đúng là Hiệp hội Vận tải ô tô Việt Nam" }).click();
  await line(desk, 6).getByText("Dòng 6:").click();
  await expect(line(desk, 2)).toContainText("Sẵn sàng");
  await line(desk, 3).getByRole("button", { name: "Xem, sửa dòng 3" }).click();
  const third = page.getByRole("dialog", { name: /^Dòng 3:/ });
  await third.getByLabel("Số, ngày văn bản").fill("19/HHVT, 12/11/2026");
  await third.getByRole("region", { name: "Nội dung 2" }).getByText("Ý kiến khác", { exact: true }).click();
  await desk.look("letters-line");
  await third.getByRole("button", { name: "Xong" }).click();
  await line(desk, 4).getByRole("button", { name: "Xem, sửa dòng 4" }).click();
  const fourth = page.getByRole("dialog", { name: /^Dòng 4:/ });
  await fourth.getByRole("button", { name: /Nơi trả lời/ }).click();
  await page.getByRole("option", { name: "7. Hiệp hội Chủ đầu tư chung cư" }).click();
  await typeDate(fourth, "Nhận lúc khác các văn bản còn lại", "080001112026");
  await fourth.getByRole("button", { name: "Xong" }).click();
  await expect(page.getByText("Xin ghi thời điểm nhận các văn bản trước khi ghi.")).toBeVisible();
  await typeDate(page.getByRole("main"), "Thời điểm nhận các văn bản", "073016112026");
  await expect(page.getByText("4 sẵn sàng, 2 cần xem, 0 đã ghi")).toBeVisible();

  await page.reload();
  await desk.arrived();
  await expect(page.getByText("4 sẵn sàng, 2 cần xem, 0 đã ghi")).toBeVisible();
  await expect(line(desk, 6)).toContainText("Không ghi");
  await expect(line(desk, 3)).toContainText("19/HHVT, 12/11/2026");

  // The answer to the first line is lost on its way, and the page with it: the line is asked for again.
  browserConsole.expect(/net::ERR_FAILED|status of 422/);
  await page.route(
    "**/on-behalf",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByRole("button", { name: "Ghi thay 4 ý kiến" }).click();
  const asking = page.getByRole("dialog", { name: "Ghi thay 4 ý kiến?" });
  await desk.look("letters-record");
  await asking.getByRole("button", { name: "Ghi thay 4 ý kiến" }).click();
  await desk.sign();
  await expect(line(desk, 1)).toContainText("Chưa rõ");
  await desk.look("letters-unsure");
  await page.reload();
  await desk.arrived();
  await expect(line(desk, 1)).toContainText("Đã gửi nhưng chưa nhận được trả lời");
  await page.getByRole("button", { name: "Ghi thay 4 ý kiến" }).click();
  await asking.getByRole("button", { name: "Ghi thay 4 ý kiến" }).click();
  await expect(page.getByText("Đã ghi thay 3 ý kiến, 1 dòng bị từ chối").first()).toBeVisible();
  await expect(line(desk, 4)).toContainText("Thời điểm nhận phải từ khi gửi phiếu");
  await expect(page.getByText("0 sẵn sàng, 3 cần xem, 3 đã ghi")).toBeVisible();
  await desk.look("letters-recorded");

  await line(desk, 4).getByRole("button", { name: "Xem, sửa dòng 4" }).click();
  await typeDate(fourth, "Nhận lúc khác các văn bản còn lại", "080014112026");
  await fourth.getByRole("button", { name: "Xong" }).click();
  await page.getByRole("button", { name: "Ghi thay 1 ý kiến" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ghi thay 1 ý kiến" }).click();
  await expect(page.getByText("Đã ghi thay 1 ý kiến").first()).toBeVisible();
  await expect(page.getByText("0 sẵn sàng, 2 cần xem, 4 đã ghi")).toBeVisible();

  // The same table once more: everybody in it has an answer.
  await page.getByRole("button", { name: "Đưa tệp khác" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Đưa tệp khác" }).click();
  await give(drop(desk), tableFile);
  await expect(line(desk, 1)).toContainText("đã có ý kiến ở phiếu này");
  await expect(page.getByRole("button", { name: "Ghi thay 0 ý kiến" })).toBeDisabled();
  await page.reload();
  await desk.arrived();
  await desk.speak("en");
  await desk.look("letters-again-en");
  await desk.speak("vi");
  const matrix = await desk.get<{ answered: number }>(`/api/ballots/${id}/matrix`);
  expect(matrix.answered).toBe(8);
});

test("who is asked sees the own answer that was recorded, and nothing of the table", async ({ as }) => {
  const asked = await as("tinh-lao-cai");
  await asked.openBallot(open);
  await raise(asked);
  await expect(answer(asked).getByText("Không đồng ý: khó bố trí ở đô thị cũ.").first()).toBeVisible();
  await expect(
    answer(asked)
      .getByText(/văn bản số 45\/UBND-CN, 14\/11\/2026/)
      .first(),
  ).toBeVisible();
  await expect(answer(asked).getByText("tong-hop-gop-y.docx").first()).toBeVisible();
  await expect(answer(asked).getByRole("link", { name: /tong-hop-gop-y/ })).toHaveCount(0);
  await asked.look("letters-asked");
});
