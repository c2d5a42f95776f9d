/** Two who review at once; the drafter who answers and the auditor who reads; the member who looks where his opinion went. */
import { approve, question, settle } from "../lib/synthesis.ts";
import { ballots, expect, test } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("of two who review at once none writes over the other unseen, and nothing typed is lost", async ({ as }) => {
  const first = await as("phan-tich", "desk");
  const second = await as("phan-tich", "desk");
  const id = await question(first, ballots.closed);
  await first.act(`/api/syntheses/${id}/draft`, { rev: 0 });
  for (const one of [first, second]) {
    await one.page.goto(`/summaries/${id}`);
    await one.arrived();
  }
  const row = (who: typeof first) => who.page.locator("article.synth-row").first();
  const was = (await row(first).getByRole("heading").textContent()) ?? "";
  const field = "Tên nhóm vấn đề hoặc điều, khoản";
  await row(first).getByRole("button", { name: "Sửa tên" }).click();
  const mine = first.page.getByRole("dialog", { name: "Sửa tên dòng" });
  await mine.getByLabel(field).fill("Tên của người thứ nhất");

  await row(second).getByRole("button", { name: "Sửa tên" }).click();
  await second.page.getByLabel(field).fill("Tên của người thứ hai");
  await second.page.getByRole("button", { name: "Ghi lại" }).click();
  await expect(row(second).getByRole("heading")).toHaveText("Tên của người thứ hai");

  // The first is told what happened, keeps what was typed, and writes only after having seen it.
  await expect(mine.getByText(`Dòng “${was}” vừa được người khác thay đổi`)).toBeVisible();
  await expect(mine).toContainText("Ninh Thị Hải Yến: Sửa tên hoặc lời tóm tắt của dòng “Tên của người thứ hai”");
  await expect(mine.getByLabel(field)).toHaveValue("Tên của người thứ nhất");
  await expect(mine.getByRole("button", { name: "Ghi lại" })).toBeDisabled();
  await first.look("synthesis-two");
  await mine.getByRole("button", { name: "Đã xem, ghi tiếp" }).click();
  await mine.getByRole("button", { name: "Ghi lại" }).click();
  await expect(mine).toBeHidden();
  await expect(row(second).getByRole("heading")).toHaveText("Tên của người thứ nhất");

  // What is typed of a row's gists is held in the same way.
  await row(first)
    .getByRole("button", { name: /^(Viết|Sửa) tóm tắt/ })
    .click();
  const gists = first.page.getByRole("dialog", { name: /^Tóm tắt/ });
  const written = gists.getByRole("textbox").first();
  await written.fill("Điều người thứ nhất đang viết");
  await row(second).getByRole("button", { name: "Sửa tên" }).click();
  await second.page.getByLabel(field).fill("Tên đổi giữa chừng");
  await second.page.getByRole("button", { name: "Ghi lại" }).click();
  await expect(gists.getByText(/vừa được người khác thay đổi/)).toBeVisible();
  await expect(gists.getByRole("button", { name: "Ghi tóm tắt" })).toBeDisabled();
  await first.look("synthesis-gists-two");
  await gists.getByRole("button", { name: "Đã xem, ghi tiếp" }).click();
  await expect(written).toHaveValue("Điều người thứ nhất đang viết");
  await gists.getByRole("button", { name: "Ghi tóm tắt" }).click();
  await expect(gists).toBeHidden();
  await expect(row(second)).toContainText("Điều người thứ nhất đang viết");
  await expect(row(second).getByRole("heading")).toHaveText("Tên đổi giữa chừng");

  // A row that somebody merges away takes nothing with it.
  const gone = first.page.locator("article.synth-row").nth(1);
  const name = (await gone.getByRole("heading").textContent()) ?? "";
  await gone.getByRole("button", { name: "Sửa tên" }).click();
  await mine.getByLabel(field).fill("Điều vẫn đang gõ");
  await row(second).getByRole("button", { name: "Gộp", exact: true }).click();
  await second.page.getByRole("button", { name: /Dòng được gộp vào đây/ }).click();
  await second.page.getByRole("option", { name, exact: true }).click();
  await second.page.getByRole("dialog").getByRole("button", { name: "Gộp", exact: true }).click();
  await expect(mine.getByText(/không còn: người khác vừa gộp/)).toBeVisible();
  await expect(mine.getByLabel(field)).toHaveValue("Điều vẫn đang gõ");
  await first.look("synthesis-gone");
});

test("before approval neither drafter nor auditor nor member is told anything", async ({ as }) => {
  const drafter = await as("soan-thao-tai-chinh", "desk");
  await drafter.page.getByRole("link", { name: "Tiếp thu, giải trình" }).click();
  await expect(drafter.page.getByText("Chưa có bảng nào được phê duyệt")).toBeVisible();
  await drafter.look("tables-none");
  const member = await as("bo-truong-y-te");
  await member.page.goto("/ballots/history");
  await member.arrived();
  await member.look("history");
  await member.page
    .getByRole("row", { name: ballots.certified })
    .getByRole("link", { name: /^Ý kiến của tôi được tổng hợp thế nào/ })
    .click();
  await expect(member.page.getByText("Bảng tổng hợp chưa được phê duyệt").first()).toBeVisible();
  await member.look("filing-none");
});

test("the drafter finds the table and answers; another's answer is told and nothing typed is lost", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/status of 409/); // the second answer to one point
  const analyst = await as("phan-tich", "desk");
  const desk = await as("thu-ky-1", "desk");
  const id = await question(desk, ballots.certified);
  await settle(analyst, id);
  await approve(desk, id);

  const drafter = await as("soan-thao-tai-chinh", "desk");
  const other = await as("soan-thao-tai-chinh", "desk");
  const { page } = drafter;
  await page.getByRole("link", { name: "Tiếp thu, giải trình" }).click();
  await expect(page.getByText(/^Còn \d+\/\d+ ý chờ trả lời$/)).toBeVisible();
  await drafter.look("tables-drafter");
  for (const one of [drafter, other]) {
    await one.page.goto(`/summaries/${id}/table`);
    await one.arrived();
  }
  const point = (who: typeof drafter) => who.page.locator("li.synth-row").first();
  await point(drafter).getByText("Giải trình", { exact: true }).click();
  await point(drafter).getByLabel("Nội dung tiếp thu, giải trình").fill("Giữ như dự thảo vì Luật đã quy định.");
  await page.reload(); // what is typed is kept
  await drafter.arrived();
  await expect(point(drafter).getByLabel("Nội dung tiếp thu, giải trình")).toHaveValue(
    "Giữ như dự thảo vì Luật đã quy định.",
  );
  await expect(point(drafter).getByRole("radio", { name: "Giải trình" })).toBeChecked();
  await point(other).getByText("Tiếp thu", { exact: true }).click();
  await point(other).getByLabel("Nội dung tiếp thu, giải trình").fill("Đã sửa tại Điều 3.");
  await desk.page.goto(`/summaries/${id}/table`);
  await desk.arrived();
  await point(other).getByRole("button", { name: "Ghi nội dung" }).click();
  await expect(point(other).getByText("Chờ Văn phòng kiểm tra")).toBeVisible();
  // The secretariat hears of it where it is looking.
  await expect(point(desk)).toContainText("Đã sửa tại Điều 3.");
  await expect(point(desk).getByText("Cần ghi để trả lại; chấp nhận thì không cần.")).toBeVisible();
  await expect(point(desk).getByRole("button", { name: "Trả lại" })).toBeDisabled();
  await point(drafter).getByRole("button", { name: "Ghi nội dung" }).click();
  await expect(point(drafter).getByText(/^Người khác vừa ghi câu trả lời khác cho ý này/)).toBeVisible();
  await expect(point(drafter)).toContainText("Đã sửa tại Điều 3.");
  await expect(point(drafter).getByLabel("Nội dung tiếp thu, giải trình")).toHaveValue(
    "Giữ như dự thảo vì Luật đã quy định.",
  );
  await drafter.look("table-two");
  await point(drafter).getByRole("button", { name: "Đã xem, ghi tiếp" }).click();
  await point(drafter).getByRole("button", { name: "Ghi nội dung" }).click();
  await expect(point(drafter).locator(".synth-said")).toContainText("Giải trình: Giữ như dự thảo vì Luật đã quy định.");
  // An answer that came while another was read is looked at before it is passed.
  await expect(point(desk)).toContainText("Giữ như dự thảo vì Luật đã quy định.");
  await expect(point(desk).getByRole("button", { name: "Chấp nhận" })).toBeDisabled();
  await point(desk).getByRole("button", { name: "Đã xem, ghi tiếp" }).click();
  await expect(point(desk).getByRole("button", { name: "Chấp nhận" })).toBeEnabled();
});

test("the secretariat passes the answer; then, and not before, member and auditor read it", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const id = await question(desk, ballots.certified);
  const table = await desk.get<{
    rows: { name: { vi: string }; points: { who: string; quotes: { text: string }[] }[] }[];
  }>(`/api/syntheses/${id}/table`);
  const row = table.rows[0];
  const said = row?.points[0];
  const login = (await desk.server.demo()).accounts.find((one) => one.name === said?.who)?.login ?? "";
  const member = await as(login);
  await member.page.goto(`/ballots/${id.slice(0, id.lastIndexOf("-"))}#filing`);
  const mine = member.page.locator("#filing");
  await expect(mine.getByText(said?.quotes[0]?.text ?? "", { exact: true })).toBeVisible();
  await expect(mine.getByText(`Được xếp vào: ${row?.name.vi}`)).toBeVisible();
  await expect(mine).not.toContainText("Giữ như dự thảo");

  await desk.page.goto(`/summaries/${id}/table`);
  await desk.page.locator("li.synth-row").first().getByRole("button", { name: "Chấp nhận" }).click();
  await expect(desk.page.getByText("Văn phòng đã chấp nhận")).toBeVisible();
  await member.page.reload();
  await expect(mine).toContainText("Cơ quan chủ trì giải trình: Giữ như dự thảo vì Luật đã quy định.");
  await member.arrived();
  await mine.scrollIntoViewIfNeeded();
  await member.look("filing");
  await member.speak("en");
  await mine.scrollIntoViewIfNeeded();
  await member.look("filing-en");

  const auditor = await as("kiem-toan", "desk");
  await auditor.page.getByRole("link", { name: "Bảng tổng hợp ý kiến" }).click();
  await auditor.arrived();
  await auditor.look("tables-auditor");
  await auditor.page.getByRole("link", { name: ballots.certified }).click();
  await auditor.arrived();
  await expect(auditor.page.getByText("Giữ như dự thảo vì Luật đã quy định.")).toBeVisible();
  await expect(auditor.page.getByRole("button", { name: "Ghi nội dung" })).toHaveCount(0);
  await auditor.look("table-auditor");
});
