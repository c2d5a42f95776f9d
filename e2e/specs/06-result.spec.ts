/** The deadline passes, the ballot closes by itself and is counted; the result is classed, certified and printed. */
import { readFileSync } from "node:fs";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

const reason = "Ý kiến ghi rõ “thống nhất nội dung”, chỉ đề nghị bổ sung điều khoản chuyển tiếp.";

async function result(desk: Visitor, title: RegExp, state: string): Promise<void> {
  await desk.page.goto(`/ballots/desk?state=${state}`);
  await desk.page.getByRole("rowheader", { name: title }).getByRole("link").click();
  await expect(desk.page.getByRole("heading", { level: 1 })).toHaveText("Kết quả lấy ý kiến");
}

/** What the sheet says of one question. */
function question(desk: Visitor, number: number) {
  const heading = desk.page.getByRole("heading", { level: 2, name: new RegExp(`^${number}\\. `) });
  return desk.page.locator("section").filter({ has: heading });
}

/** The other opinion of a member, with what may be done about it. */
function opinion(desk: Visitor, name: string) {
  return desk.page.getByRole("listitem").filter({ has: desk.page.getByRole("heading", { name }) });
}

async function classAs(desk: Visitor, name: string, side: string): Promise<void> {
  await desk.page.getByRole("button", { name: `Xếp loại ${name}` }).click();
  const dialog = desk.page.getByRole("dialog", { name: `Xếp loại ý kiến khác của ${name}` });
  await dialog.getByText(side, { exact: true }).click();
  await dialog.getByLabel("Lý do").fill(reason);
  await dialog.getByRole("button", { name: "Xếp loại và báo cho thành viên" }).click();
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("closes by itself at the deadline, exactly once, and enters silence as deemed", async ({ as, clock }) => {
  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/ballots/desk?state=open");
  await desk.page.getByRole("rowheader", { name: ballots.near }).getByRole("link").click();
  await expect(desk.page.getByRole("heading", { level: 1, name: ballots.near })).toBeVisible();
  const { id } = await desk.find("/api/ballots?list=desk&state=open&limit=200", ballots.near);
  await clock.forward("10h");
  // The open screen tells of it without being asked.
  await desk.page.getByRole("link", { name: "Xem kết quả" }).click();
  await expect(desk.page.getByText(/coi như đồng ý/).first()).toBeVisible();
  await expect(question(desk, 1)).toContainText(
    "19 trực tiếp + 1 ghi thay (1 chưa xác nhận) + 5 coi như đồng ý = 25/27, cần 14: thông qua",
  );

  const silent = await as("bo-truong-xay-dung");
  await silent.openBallot(ballots.near);
  await expect(silent.page.getByText(/việc không trả lời trong hạn được coi như đồng ý/)).toBeVisible();
  await silent.look("member-deemed");

  await clock.forward("2h");
  const auditor = await as("kiem-toan", "desk");
  const closings = await auditor.get<{ items: unknown[] }>(`/api/journal?type=ballot.closed&about=ballot:${id}`);
  expect(closings.items).toHaveLength(1);
});

test("every question is counted by the rule, with both percentages, names and sides", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await result(desk, ballots.closed, "closed");
  await expect(question(desk, 1)).toContainText("11 trực tiếp + 2 coi như đồng ý = 13/27, cần 14: không thông qua");
  await expect(question(desk, 1)).toContainText("48,1"); // of those asked, in percent
  await expect(question(desk, 1)).toContainText("45,8"); // of those who answered
  await expect(question(desk, 2)).toContainText("24 trực tiếp + 2 coi như đồng ý = 26/27, cần 14: thông qua");
  const sides: [side: RegExp, name: string][] = [
    [/^Không đồng ý/, "Phan Thị Thu Hà"],
    [/^Ý kiến khác/, "Đặng Ngọc Sơn"],
    [/^Đề nghị thảo luận/, "Bùi Thanh Mai"],
  ];
  for (const [side, name] of sides) {
    const group = question(desk, 1)
      .locator("section")
      .filter({ has: desk.page.getByRole("heading", { level: 3, name: side }) });
    await expect(group).toContainText(name);
  }
});

test("a question with options is counted option by option, with the percentages of the one that is chosen", async ({
  as,
}) => {
  const desk = await as("thu-ky-1", "desk");
  await result(desk, ballots.options, "certified");
  await expect(question(desk, 1)).toContainText("Đã chọn phương án");
  await expect(question(desk, 1)).toContainText(
    "Phương án 2: 18 trực tiếp + 3 coi như đồng ý = 21/27, cần 14: được chọn",
  );
  await expect(question(desk, 1)).toContainText("77,8"); // of those asked, in percent
  await expect(question(desk, 1)).toContainText("75,0"); // of those who answered
  const counts: [line: string, count: string][] = [
    ["Phương án 1: đầu tư công toàn bộ", "5"],
    ["Phương án 2: đầu tư công hạ tầng", "21"],
    ["Ý kiến khác", "1"],
    ["Tổng số", "27"],
  ];
  for (const [name, count] of counts)
    await expect(question(desk, 1).getByRole("row", { name }).getByRole("cell"), name).toHaveText(count);
  const sides: [side: RegExp, name: string][] = [
    [/^Phương án 1: .* 5$/, "Đinh Trọng Nghĩa"],
    [/^Phương án 2: .* 18$/, "Trần Minh Khang"],
    [/^Phương án 2: .*\(coi như đồng ý\) 3$/, "Bùi Thanh Mai"],
    [/^Ý kiến khác 1$/, "Quách Đình Long"],
  ];
  for (const [side, name] of sides) {
    const heading = desk.page.getByRole("heading", { level: 3, name: side });
    await expect(question(desk, 1).locator("section").filter({ has: heading })).toContainText(name);
  }
  await desk.look("result-options");
});

test("a member objects to a classing, which removes it", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await result(desk, ballots.closed, "closed");
  await classAs(desk, "Mai Anh Tuấn", "Xếp vào không đồng ý");
  await desk.sign();
  await expect(opinion(desk, "Mai Anh Tuấn")).toContainText("Xếp vào không đồng ý");

  const member = await as("bo-truong-thong-tin", "landscape");
  await expect(member.page.getByText("Một ý kiến khác đã được xếp loại").first()).toBeVisible();
  await member.openBallot(ballots.closed);
  await expect(member.page.getByText(reason)).toBeVisible();
  await member.look("member-classed");
  await member.page.getByRole("button", { name: "Phản đối: bỏ việc xếp loại này" }).click();
  await member.sign();
  await expect(member.page.getByText(/^Đã phản đối lúc .*; việc xếp loại không còn hiệu lực/)).toBeVisible();
  // The desk's screen stands open.
  await expect(opinion(desk, "Mai Anh Tuấn")).toContainText("Chưa xếp loại");
});

test("where members ask for discussion, the head lets a ballot go on or takes it to the session", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/status of 422/); // the reason that is missing at first
  const desk = await as("thu-ky-1", "desk");
  await result(desk, ballots.closed, "closed");
  await expect(desk.page.getByText(/Xin chờ người đứng đầu quyết định tiếp tục xử lý phiếu/)).toBeVisible();
  await expect(desk.page.getByRole("button", { name: "Xác nhận kết quả" })).toBeDisabled();
  await expect(desk.page.getByRole("button", { name: "Tiếp tục xử lý phiếu" })).toHaveCount(0);
  await desk.look("result-awaits-head");

  const head = await as("thu-tuong");
  await expect(head.page.getByRole("heading", { name: "Chờ quyết định: 2 phiếu" })).toBeVisible();
  await head.look("head-home");
  await head.page.getByRole("link", { name: ballots.closed }).first().click();
  const goOn = head.page.getByRole("button", { name: "Tiếp tục xử lý phiếu" });
  await expect(goOn).toBeVisible();
  await head.look("head-decides");
  await goOn.click();
  const goesOn = head.page.getByRole("dialog", { name: "Tiếp tục xử lý phiếu" });
  await goesOn.getByLabel("Ghi chú (không bắt buộc)").fill("Các ý kiến đã được Bộ giải trình.");
  await goesOn.getByRole("button", { name: "Tiếp tục xử lý phiếu" }).click();
  await head.sign();
  await expect(head.page.getByText(/quyết định tiếp tục xử lý phiếu, lúc/)).toBeVisible();
  await expect(head.page.getByRole("button", { name: "Đưa ra phiên họp" })).toHaveCount(0);
  // The desk's screen stands open.
  await expect(desk.page.getByText("Các ý kiến đã được Bộ giải trình.")).toBeVisible();
  await expect(desk.page.getByText(/Xin chờ người đứng đầu/)).toHaveCount(0);

  await head.page.goto("/home");
  await expect(head.page.getByRole("heading", { name: "Chờ quyết định: 1 phiếu" })).toBeVisible();
  await head.page.getByRole("link", { name: ballots.near }).first().click();
  await head.page.getByRole("button", { name: "Đưa ra phiên họp" }).click();
  const ends = head.page.getByRole("alertdialog", { name: "Dừng phiếu, đưa hồ sơ ra phiên họp" });
  await ends.getByRole("button", { name: "Đưa ra phiên họp" }).click();
  await expect(ends.getByText("Xin nêu lý do.").first()).toBeVisible();
  await head.look("head-to-session");
  await ends.getByLabel("Lý do").fill("Danh mục thuốc hiếm cần được thảo luận tại phiên họp.");
  await ends.getByRole("button", { name: "Đưa ra phiên họp" }).click();
  const member = await as("bo-truong-xay-dung");
  await member.openBallot(ballots.near);
  await expect(member.page.getByText("Danh mục thuốc hiếm cần được thảo luận tại phiên họp.")).toBeVisible();
  await member.look("member-ballot-to-session");
  const recalled = await desk.find("/api/ballots?list=desk&state=recalled&limit=200", ballots.near);
  const counted = await desk.page.request.get(`/api/ballots/${recalled.id}/result`);
  expect(counted.status()).toBe(404); // what was counted is no result
});

test("an other opinion that decides is classed by two persons; then the result is certified, numbered, frozen", async ({
  as,
}) => {
  test.slow();
  const first = await as("thu-ky-1", "desk");
  await result(first, ballots.closed, "closed");
  await first.page.getByRole("button", { name: "Xếp loại Đặng Ngọc Sơn" }).click();
  const dialog = first.page.getByRole("dialog", { name: /Xếp loại ý kiến khác của Đặng Ngọc Sơn/ });
  await dialog.getByText("Xếp vào đồng ý").click();
  await dialog.getByLabel("Lý do").fill(reason);
  await first.look("result-classing");
  await dialog.getByRole("button", { name: "Xếp loại và báo cho thành viên" }).click();
  await first.sign();
  await expect(dialog).toBeHidden();
  await expect(first.page.getByText("Chưa thể xác nhận kết quả")).toBeVisible();
  await expect(first.page.getByText(/cần một người khác .* đồng ý/)).toBeVisible();
  await expect(first.page.getByRole("button", { name: "Xác nhận kết quả" })).toBeDisabled();
  await expect(first.page.getByRole("button", { name: "Đồng ý với việc xếp loại" })).toHaveCount(0);
  await first.look("result-awaits-second");

  const second = await as("thu-ky-2", "desk");
  await second.page.goto(first.page.url());
  await second.page.getByRole("button", { name: "Đồng ý với việc xếp loại" }).click();
  await second.sign();
  const sentence =
    "11 trực tiếp + 2 coi như đồng ý + 1 do Nguyễn Thu Trang xếp loại (Trần Quốc Việt xác nhận) = 14/27, cần 14: thông qua";
  await expect(question(second, 1)).toContainText(sentence);

  await first.page.getByRole("button", { name: "Xác nhận kết quả" }).click();
  const certify = first.page.getByRole("alertdialog", { name: "Xác nhận kết quả lấy ý kiến" });
  await first.look("result-certify");
  await certify.getByRole("button", { name: "Xác nhận, đánh số và khóa kết quả" }).click();
  await expect(first.page.getByText("Kết quả đã được xác nhận, số 03/2026/KQLYK").first()).toBeVisible();
  await first.look("result-certified");

  // The official paper and the text to work on come from the server, named by the number.
  for (const [button, ext, begins] of [
    ["Tải PDF", "pdf", "%PDF-1.7"],
    ["Tải DOCX", "docx", "PK"],
    ["Tải Excel", "xlsx", "PK"],
  ] as const) {
    const download = first.page.waitForEvent("download");
    await first.page.getByRole("button", { name: button }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(new RegExp(`-03-2026-KQLYK-VPCP\\.${ext}$`));
    expect(
      readFileSync(await file.path())
        .subarray(0, begins.length)
        .toString("latin1"),
    ).toBe(begins);
  }

  // Frozen: nothing on the screen changes it, and nothing that the screen no longer shows.
  for (const name of ["Xác nhận kết quả", "Gỡ xếp loại", /^Xếp loại/])
    await expect(first.page.getByRole("button", { name })).toHaveCount(0);
  const { id } = await first.find("/api/ballots?list=desk&state=certified&limit=200", ballots.closed);
  const refused = await first.page.request.post(`/api/ballots/${id}/classings`, {
    headers: { "Idempotency-Key": crypto.randomUUID() },
    data: { seat: 18, question: "q1", as: "agree", reason: "Sửa sau khi đã xác nhận" },
  });
  expect(refused.status()).toBe(409);
});

test("a certified result is corrected only on record, and the members are told", async ({ as, browserConsole }) => {
  browserConsole.expect(/status of 422/); // the reason that is missing at first
  const desk = await as("thu-ky-1", "desk");
  await result(desk, ballots.closed, "certified");
  await desk.page.getByRole("button", { name: "Đính chính" }).click();
  const dialog = desk.page.getByRole("dialog", { name: "Đính chính kết quả đã xác nhận" });
  await dialog.getByLabel("Đọc lại là").fill("Tên đầy đủ của thành viên thứ 12 là Đặng Ngọc Sơn.");
  await dialog.getByRole("button", { name: "Ký đính chính" }).click();
  await desk.sign();
  await expect(dialog.getByText("Xin nêu lý do.").first()).toBeVisible();
  await desk.look("result-correct");
  await dialog.getByLabel("Lý do").fill("Sai chính tả tên thành viên.");
  await dialog.getByRole("button", { name: "Ký đính chính" }).click();
  await expect(dialog).toBeHidden();
  const record = desk.page.locator("section").filter({ has: desk.page.getByRole("heading", { name: "Đính chính" }) });
  await expect(record).toContainText("Tên đầy đủ của thành viên thứ 12 là Đặng Ngọc Sơn.");
  await expect(record).toContainText("Nguyễn Thu Trang ký lúc");
  await desk.look("result-corrected");
  const member = await as("bo-truong-thong-tin");
  await expect(member.page.getByText("Kết quả phiếu đã được đính chính").first()).toBeVisible();
});

test("is printed from the browser in its designed form", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  await result(desk, ballots.closed, "certified");
  await desk.page.getByRole("link", { name: "Phiếu kết quả để in" }).click();
  const sheet = desk.page.getByRole("main");
  await expect(sheet.getByText("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")).toBeVisible();
  await expect(sheet.getByText("Độc lập - Tự do - Hạnh phúc")).toBeVisible();
  await expect(sheet.getByText("Số: 03/2026/KQLYK")).toBeVisible();
  await expect(sheet.getByText("Nơi nhận:")).toBeVisible();
  await expect(sheet.getByText("Đính chính số 1")).toBeVisible();
  await expect(sheet.getByText(/Mã đối chiếu nhật ký: [0-9a-f]/)).toBeVisible();
  await expect(sheet.getByRole("row", { name: /Đặng Ngọc Sơn/ })).toContainText(
    "Ý kiến khác (xếp vào đồng ý bởi Nguyễn Thu Trang)",
  );
  await desk.look("result-print");

  // On paper the frame of the application is not there, and the sheet is A4 with a margin.
  await desk.page.emulateMedia({ media: "print" });
  await expect(desk.page.getByRole("banner")).toBeHidden();
  await expect(desk.page.getByRole("navigation")).toBeHidden();
  await expect(sheet.getByText("Số: 03/2026/KQLYK")).toBeVisible();
  const paper = await desk.page.pdf({ preferCSSPageSize: true });
  expect(paper.toString("latin1")).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
  if (process.env.E2E_SHOTS) await desk.page.screenshot({ path: "out/shots/result-on-paper.png", fullPage: true });
});
