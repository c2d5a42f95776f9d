/** Two who review at once; the drafter who answers and the auditor who reads; the member who looks where his opinion went. */
import { approve, question, settle } from "../lib/synthesis.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

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
  await expect(mine).toContainText(`Ninh Thị Hải Yến: Đổi tên dòng: “${was}” → “Tên của người thứ hai”`);
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

test("the drafter finds the table and answers; another's answer is told and nothing typed is lost", async ({ as }) => {
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
  for (const one of [drafter, other]) await point(one).getByRole("button", { name: "Trả lời ý này" }).click();
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
  // So does the other drafter, who is typing: nothing can be written before it was seen.
  await expect(point(drafter).getByText(/^Người khác vừa ghi câu trả lời khác cho ý này/)).toBeVisible();
  await expect(point(drafter)).toContainText("Đã sửa tại Điều 3.");
  await expect(point(drafter).getByLabel("Nội dung tiếp thu, giải trình")).toHaveValue(
    "Giữ như dự thảo vì Luật đã quy định.",
  );
  await expect(point(drafter).getByRole("button", { name: "Ghi nội dung" })).toBeDisabled();
  await drafter.look("table-two");
  await point(drafter).getByRole("button", { name: "Đã xem, ghi tiếp" }).click();
  await point(drafter).getByRole("button", { name: "Ghi nội dung" }).click();
  await expect(point(drafter).locator(".synth-said")).toContainText("Giải trình: Giữ như dự thảo vì Luật đã quy định.");
  // An answer that came while another was read is looked at before it is passed.
  await expect(point(desk)).toContainText("Giữ như dự thảo vì Luật đã quy định.");
  await expect(point(desk).getByRole("button", { name: "Chấp nhận" })).toBeDisabled();
  await point(desk).getByRole("button", { name: "Đã xem, ghi tiếp" }).click();
  await expect(point(desk).getByRole("button", { name: "Chấp nhận" })).toBeEnabled();

  // Who leaves the form gets back what is stored; before words are lost, he is asked.
  const field = point(drafter).getByLabel("Nội dung tiếp thu, giải trình");
  const rewrite = point(drafter).getByRole("button", { name: "Sửa câu trả lời" });
  const cancel = point(drafter).getByRole("button", { name: "Hủy" });
  await rewrite.click();
  await drafter.look("table-rewrite");
  await cancel.press("Enter");
  await expect(field).toHaveCount(0);
  await expect(point(drafter)).toBeFocused();
  await rewrite.click();
  await point(drafter).getByText("Tiếp thu", { exact: true }).click();
  await field.fill("Đã gõ dở.");
  await cancel.click();
  const asking = page.getByRole("alertdialog", { name: "Bỏ nội dung đang gõ?" });
  await drafter.look("table-leave");
  await page.keyboard.press("Escape");
  await expect(asking).toBeHidden();
  await expect(field).toHaveValue("Đã gõ dở.");
  await cancel.press("Enter");
  await asking.getByRole("button", { name: "Bỏ điều đang gõ" }).press("Enter");
  await expect(asking).toBeHidden();
  await expect(field).toHaveCount(0);
  await expect(point(drafter)).toBeFocused();
  await expect(point(drafter).locator(".synth-said")).toContainText("Giải trình: Giữ như dự thảo vì Luật đã quy định.");
  await rewrite.click();
  await expect(field).toHaveValue("Giữ như dự thảo vì Luật đã quy định.");
  await expect(point(drafter).getByRole("radio", { name: "Giải trình" })).toBeChecked();
  await cancel.click();

  // What is sent back is seen at once, also by whoever is typing it anew.
  await point(drafter).getByRole("button", { name: "Sửa câu trả lời" }).click();
  await point(drafter).getByLabel("Nội dung tiếp thu, giải trình").fill("Giữ như dự thảo vì khoản 2 đã quy định.");
  await point(desk).getByLabel("Cần sửa gì").fill("Nêu rõ luật nào.");
  await point(desk).getByRole("button", { name: "Trả lại" }).click();
  for (const one of [drafter, other]) await expect(point(one)).toContainText("Cần sửa: Nêu rõ luật nào.");
  await expect(point(drafter).getByText(/^Văn phòng vừa trả lại nội dung đã ghi/)).toBeVisible();
  await drafter.look("table-sent-back");
  await point(drafter).getByRole("button", { name: "Đã xem, ghi tiếp" }).click();
  await point(drafter).getByRole("button", { name: "Ghi nội dung" }).click();
  await expect(point(drafter)).toBeFocused(); // the form is gone, the keyboard is not
  await expect(point(other)).toContainText("Giữ như dự thảo vì khoản 2 đã quy định.");
});

/** The member whose opinion is the first point of a table, at the screen that says where it went. */
async function opinionOf(desk: Visitor, as: (login: string) => Promise<Visitor>, id: string) {
  const table = await desk.get<{
    rows: { name: { vi: string }; points: { who: string; quotes: { text: string }[] }[] }[];
  }>(`/api/syntheses/${id}/table`);
  const point = table.rows[0]?.points[0];
  const login = (await desk.server.demo()).accounts.find((one) => one.name === point?.who)?.login ?? "";
  const member = await as(login);
  await member.page.goto(`/ballots/${id.slice(0, id.lastIndexOf("-"))}#filing`);
  const mine = member.page.locator("#filing");
  return { member, mine, said: point?.quotes[0]?.text ?? "", row: table.rows[0]?.name.vi ?? "" };
}

test("the points of a table are found by state, row and words, and the next one by a single key", async ({ as }) => {
  const drafter = await as("soan-thao-tai-chinh", "desk");
  const desk = await as("thu-ky-1", "desk");
  const { page } = drafter;
  const id = await question(desk, ballots.certified);
  await page.goto(`/summaries/${id}/table`);
  await drafter.arrived();
  await drafter.look("table-drafter");
  const filter = page.getByRole("region", { name: "Lọc các ý của bảng" });
  const points = page.locator("li.synth-row");
  const total = await points.count();
  await expect(filter).toContainText(`Đang hiện ${total}/${total} ý`);

  // By state: what is answered meanwhile stays where it is, with its new state.
  const choose = async (name: RegExp) => {
    await filter.getByRole("button", { name: /Tình trạng/ }).click();
    await page.getByRole("option", { name }).click();
  };
  await choose(/^Chờ kiểm tra \(1\)$/);
  await expect(points).toHaveCount(1);
  const answered = points.first();
  await desk.page.goto(`/summaries/${id}/table`);
  await desk.page.keyboard.press("Tab");
  await desk.arrived();
  const next = desk.page.getByRole("button", { name: "Câu cần kiểm tra tiếp theo (1)" });
  await next.press("n");
  await expect(desk.page.locator("li.synth-row").first()).toBeFocused();
  await desk.look("table-check");
  await choose(/^Chờ trả lời/);
  await expect(points).toHaveCount(total - 1);
  await drafter.look("table-waits");

  // By words, without marks; by row, beside the table.
  const said = ((await points.first().getByRole("paragraph").first().textContent()) ?? "").trim();
  await filter.getByRole("button", { name: "Bỏ lọc" }).click();
  const search = filter.getByRole("searchbox", { name: "Tìm ý" });
  await search.fill(
    said.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toUpperCase().slice(0, 60),
  );
  await expect(points.filter({ hasText: said })).not.toHaveCount(0);
  await search.fill("khong-co-chu-nay");
  await expect(page.getByText("Không có ý nào khớp")).toBeVisible();
  await drafter.look("table-nothing");
  await filter.getByRole("button", { name: "Bỏ lọc" }).click();
  const row = filter.getByRole("list", { name: "Các dòng của bảng" }).getByRole("button").last();
  await row.click();
  await expect(row).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".answer-table h2")).toHaveCount(1);
  await filter.getByRole("button", { name: "Bỏ lọc" }).click();

  // The next point opens with the keyboard on it; what is typed there does not go with the filter.
  await points.first().press("n");
  const second = points.nth(1);
  await expect(second).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Đã sửa tại Điều 4, n là chữ.");
  await choose(/^Chờ kiểm tra/);
  await expect(points).toHaveCount(1);
  await filter.getByRole("button", { name: "Bỏ lọc" }).click();
  await expect(second.getByLabel("Nội dung tiếp thu, giải trình")).toHaveValue("Đã sửa tại Điều 4, n là chữ.");
  await drafter.look("table-typing");

  // Before it is passed, the member whose opinion it is reads nothing of an answer.
  const before = await opinionOf(desk, as, id);
  await expect(before.mine.getByText(before.said, { exact: true })).toBeVisible();
  await expect(before.mine).not.toContainText("Giữ như dự thảo");

  // A point that is passed while somebody rewrites it keeps what was typed, to be copied.
  await answered.getByRole("button", { name: "Sửa câu trả lời" }).click();
  await answered.getByLabel("Nội dung tiếp thu, giải trình").fill("Viết lại lần nữa.");
  await desk.page.locator("li.synth-row").first().getByRole("button", { name: "Chấp nhận" }).click();
  await expect(answered.getByText(/^Văn phòng vừa chấp nhận nội dung đã ghi/)).toBeVisible();
  await expect(answered.getByLabel("Nội dung đang nhập, chưa ghi")).toHaveValue("Viết lại lần nữa.");
  await drafter.look("table-passed-meanwhile");
  await answered.getByRole("button", { name: "Bỏ điều đang gõ" }).click();
  await expect(answered.getByLabel("Nội dung đang nhập, chưa ghi")).toHaveCount(0);
  await page.reload();
  await drafter.arrived();
  await drafter.speak("en");
  await drafter.look("table-drafter-en");
});

test("once an answer is passed, member and auditor read it", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const id = await question(desk, ballots.certified);
  const { said, row, mine, member } = await opinionOf(desk, as, id);
  await expect(mine.getByText(said, { exact: true })).toBeVisible();
  await expect(mine.getByText(`Được xếp vào: ${row}`)).toBeVisible();
  await expect(mine).toContainText("Cơ quan chủ trì giải trình: Giữ như dự thảo vì khoản 2 đã quy định.");
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
  await expect(auditor.page.getByText("Giữ như dự thảo vì khoản 2 đã quy định.")).toBeVisible();
  await expect(auditor.page.getByRole("button", { name: "Ghi nội dung" })).toHaveCount(0);
  await auditor.look("table-auditor");
});
