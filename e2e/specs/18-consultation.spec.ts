/** A consultation: made by the secretariat, answered by an account and by personal links, closed, handed to the analyst. */
import { agreeToAll, answer, raise, record, recorded, typeDate } from "../lib/hands.ts";
import { expect, test, type Visitor } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const open = /bãi đỗ xe đô thị/;

/** Gives the link of a seat out, by the API. */
async function link(desk: Visitor, ballot: string, seat: number): Promise<string> {
  const { items } = await desk.act<{ items: { path: string }[] }>(`/api/ballots/${ballot}/respondents/links`, {
    seats: [seat],
  });
  return items[0]?.path ?? "";
}

test("a link is looked at, opened once on a press, and leads to the papers, the answer and its receipt", async ({
  as,
  anybody,
  browserConsole,
}) => {
  const desk = await as("thu-ky-2", "desk");
  const { id } = await desk.find("/api/ballots?state=open", open);
  const path = await link(desk, id, 5);

  const guest = await anybody();
  const { page } = guest;
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cho ý kiến theo liên kết riêng");
  await expect(page.getByText(open)).toBeVisible();
  expect(new URL(page.url()).hash, "the secret left the address bar").toBe("");
  await guest.look("respond-invitation");
  await guest.lookOnPhone("respond-invitation");
  await page.reload();
  // The link is used and the reply lost: the same browser comes in all the same.
  browserConsole.expect(/ERR_FAILED/);
  await page.route("**/api/respond", async (route) => {
    await route.fetch();
    await page.context().clearCookies();
    await route.abort();
  });
  await page.getByRole("button", { name: "Mở phiếu tham vấn" }).click();
  await expect(
    page
      .getByRole("alert")
      .or(page.getByText(/mạng|kết nối/i))
      .first(),
  ).toBeVisible();
  await page.unroute("**/api/respond");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: open })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("Tập đoàn Điện lực Sông Đà");
  await guest.arrived();
  await guest.look("respond-ballot");
  for (const other of ["Bộ Công an", "Cao Xuân Lập", "thu-ky"]) await expect(page.getByText(other)).toHaveCount(0);

  await raise(guest);
  await answer(guest).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await guest.look("respond-answer");
  await guest.lookOnPhone("respond-answer");
  await answer(guest).getByRole("button", { name: "Xem lại và gửi" }).click();
  await expect(record(guest).getByRole("definition").getByText("Tập đoàn Điện lực Sông Đà")).toBeVisible();
  await guest.look("respond-confirm");
  await guest.lookOnPhone("respond-confirm");
  await record(guest).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await expect(record(guest)).toBeHidden();
  await raise(guest);
  await expect(recorded(guest)).toBeVisible();
  await guest.look("respond-receipt");
  await guest.lookOnPhone("respond-receipt");

  // The browser comes back without the link, also by way of the first page.
  browserConsole.expect(/403.*\/api\/me/);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: open })).toBeVisible();
  await raise(guest);
  await expect(recorded(guest)).toBeVisible();
  await answer(guest).getByRole("button", { name: "Kiểm tra" }).click();
  await expect(answer(guest).getByText("Khớp: ý kiến đang lưu đúng là ý kiến đã xác nhận.").first()).toBeVisible();

  // Elsewhere the link opens nothing any more, and says what helps.
  const second = await anybody("desk");
  await second.page.goto(path);
  await expect(second.page.getByRole("heading", { level: 1, name: "Liên kết này đã được mở" })).toBeVisible();
  await second.look("respond-used");
  await second.page.goto("/respond");
  browserConsole.expect(/401.*\/api\/respondent/);
  await expect(second.page.getByRole("heading", { name: "Trang này mở bằng liên kết riêng" })).toBeVisible();
  await second.look("respond-no-link");

  // A new link takes its place, and the first browser is out.
  await desk.act(`/api/ballots/${id}/respondents/5/replace`, undefined);
  await second.page.goto(await link(desk, id, 5));
  await second.page.getByRole("button", { name: "Mở phiếu tham vấn" }).click();
  await expect(recorded(second)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Trang này mở bằng liên kết riêng" })).toBeVisible();
});

const child = /bảo vệ trẻ em trên môi trường mạng/;
let made = "";

test("the secretariat writes a consultation, its list line by line and pasted, and an approver sends it", async ({
  as,
  browserConsole,
}) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto("/ballots/desk");
  await page.getByRole("button", { name: "Soạn phiếu" }).click();
  const choosing = page.getByRole("dialog", { name: "Soạn phiếu từ hồ sơ nào?" });
  await choosing.getByText("Nơi được tham vấn: phiếu tham vấn").click();
  await choosing.getByText(child).click();
  await desk.look("consult-new");
  await choosing.getByRole("button", { name: "Bắt đầu soạn" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Soạn phiếu tham vấn" })).toBeVisible();
  made = page.url().split("/").at(-2) ?? "";
  await page.getByRole("button", { name: "Thêm nội dung" }).click();
  await page.getByLabel("Nội dung cần cho ý kiến").fill("Về trách nhiệm xác minh độ tuổi");
  await typeDate(page.getByRole("main"), "Ngày cuối cùng", "30112026");

  // Without a list it is not sent.
  browserConsole.expect(/status of 422/);
  await page.getByRole("button", { name: "Trình phê duyệt" }).click();
  await expect(page.getByRole("link", { name: "Xin nhập ít nhất một nơi được tham vấn." })).toBeVisible();
  await expect(page.getByRole("alert").getByText("Xin nhập ít nhất một nơi được tham vấn.")).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Ít nhất một nơi được tham vấn", exact: true })).toBeVisible();
  await expect(page.getByText("Phiếu đã đủ để trình")).toHaveCount(0);
  await desk.look("consult-write-nobody");
  await page.getByRole("link", { name: "Sửa danh sách nơi được tham vấn" }).click();
  await expect(page.getByText("Danh sách còn trống")).toBeVisible();
  await desk.look("consult-list-empty");
  await page.getByRole("button", { name: "Dán nhiều dòng" }).click();
  const pasting = page.getByRole("dialog", { name: "Dán danh sách" });
  await pasting
    .getByLabel("Mỗi dòng một nơi")
    .fill(
      "STT\tTên cơ quan\tNhóm\tĐịa chỉ thư\n1\tHội Bảo vệ quyền trẻ em\t\thoi@treem.example\n2\tCông ty Mạng Xanh\tdoanh nghiệp\tkhong-phai-thu\n3\tUBND tỉnh Sơn La",
    );
  await expect(pasting.getByText(/Đọc được 3 dòng/)).toContainText("Cột số thứ tự đã được bỏ.");
  await expect(pasting.getByRole("row", { name: /Công ty Mạng Xanh/ })).toContainText("Doanh nghiệp");
  await desk.look("consult-paste");
  await pasting.getByRole("button", { name: "Thêm 3 dòng" }).click();

  // What is not saved waits where it was left.
  await page.getByRole("link", { name: "Phiếu tham vấn" }).first().click();
  await expect(page.getByText("Danh sách đã sửa, chưa lưu")).toBeVisible();
  await page.getByRole("link", { name: "Sửa danh sách nơi được tham vấn" }).click();
  await expect(page.getByRole("row", { name: /UBND tỉnh Sơn La/ })).toBeVisible();

  await page.getByRole("button", { name: "Thêm một nơi" }).click();
  const adding = page.getByRole("dialog", { name: "Thêm một nơi" });
  await adding.getByLabel("Tên cơ quan, tổ chức, cá nhân").fill("Hiệp hội Nhựa Việt Nam");
  await adding.getByText("Một người đã có tài khoản trả lời thay mặt nơi này.").click();
  await adding.getByLabel("Người trả lời").fill("Tăng Thị Bích Liên");
  await adding.getByRole("button", { name: /Tăng Thị Bích Liên/ }).click();
  await desk.look("consult-line");
  await adding.getByRole("button", { name: "Thêm vào danh sách" }).click();

  // The server says which line is wrong, and what is typed stays.
  await page.getByRole("button", { name: "Lưu danh sách 4 nơi" }).click();
  await expect(page.getByText(/^Dòng 2: Địa chỉ thư không đúng/)).toBeVisible();
  await desk.look("consult-list-wrong");
  await page
    .getByRole("row", { name: /Công ty Mạng Xanh/ })
    .getByRole("button")
    .click();
  await page.getByRole("menuitem", { name: "Sửa" }).click();
  const editing = page.getByRole("dialog", { name: "Sửa nơi được tham vấn" });
  await editing.getByLabel("Địa chỉ thư").fill("");
  await editing.getByRole("button", { name: "Xong" }).click();
  await page.getByRole("button", { name: "Lưu danh sách 4 nơi" }).click();
  await expect(page.getByText("Nơi được tham vấn: 4")).toBeVisible();
  await desk.look("consult-write");
  await page.getByRole("button", { name: "Trình phê duyệt" }).click();
  await expect(page.getByText("Chờ phê duyệt").first()).toBeVisible();

  const approver = await as("pho-thu-tuong-2");
  await approver.page.goto("/ballots/approvals");
  await approver.page.getByRole("link", { name: child }).click();
  await expect(approver.page.getByText("Hội Bảo vệ quyền trẻ em")).toBeVisible();
  await approver.look("consult-approve");
  await approver.page.getByRole("button", { name: "Phê duyệt", exact: true }).click();
  await approver.page.getByRole("button", { name: "Phê duyệt và gửi ngay tới 4 nơi được tham vấn" }).click();
  await approver.sign();
  await expect(approver.page.getByText(/Phiếu đã gửi tới 4 nơi được tham vấn/)).toBeVisible();
});

test("links are shown this once and can be replaced; one answers by a link, one by an account", async ({
  as,
  anybody,
}) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto(`/ballots/desk/${made}`);
  await desk.arrived();
  await page.getByRole("button", { name: "Nhắc 1 nơi chưa trả lời" }).click();
  await expect(page.getByText(/^Đã nhắc 1 nơi\. 3 nơi không nhắc được vì không có tài khoản/)).toBeVisible();
  await desk.look("consult-control");
  await page.getByRole("link", { name: "Liên kết và thư mời" }).click();
  await expect(page.getByText("Chưa cài đặt máy chủ thư")).toBeVisible();
  await page.getByText("Hội Bảo vệ quyền trẻ em", { exact: false }).first().click();
  await page.getByRole("button", { name: "Đưa liên kết (1)" }).click();
  const links = page.getByRole("alertdialog", { name: "Liên kết riêng: 1" });
  const address = (await links.locator(".links-address").textContent()) ?? "";
  expect(address).toContain("/respond#");
  await desk.look("consult-links");

  // They are shown this once: one press does not lose them.
  const kept = links.getByRole("button", { name: "Đã giữ lại, đóng" });
  await kept.dblclick();
  const asked = page.getByRole("alertdialog", { name: "Đóng khi chưa giữ lại đủ liên kết?" });
  await expect(asked).toContainText("1/1 liên kết chưa được sao chép hoặc in.");
  await desk.look("consult-links-leave");
  await asked.getByRole("button", { name: "Quay lại" }).click();
  await expect(asked).toBeHidden();
  await expect(links.locator(".links-address")).toHaveText(address);

  // The printed sheet has the address, and its picture, which is drawn in the browser: no request bears the secret.
  const secret = address.slice(address.indexOf("#") + 1);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  await page.evaluate(() => {
    window.print = () => {
      document.documentElement.dataset.printed = "yes";
    };
  });
  await links.getByRole("button", { name: "In từng tờ" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-printed", "yes");
  await page.emulateMedia({ media: "print" });
  const sheet = page.locator(".link-sheet");
  await expect(sheet).toHaveCount(1);
  await expect(sheet).toContainText(address);
  const picture = sheet.getByRole("img", { name: /^Mã QR của liên kết riêng: Hội Bảo vệ quyền trẻ em/ });
  await expect(picture).toBeVisible();
  expect((await picture.boundingBox())?.width).toBeGreaterThan(150); // 42 mm
  if (process.env.E2E_SHOTS) await page.screenshot({ path: "out/shots/consult-sheet.png" });
  await page.emulateMedia({ media: null });
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(sent.filter((one) => one.includes(secret))).toEqual([]);
  await kept.click(); // they are on paper
  await expect(links).toBeHidden();
  await expect(page.getByRole("row", { name: /Hội Bảo vệ quyền trẻ em/ })).toContainText("Liên kết đã đưa, chưa mở");
  await desk.look("consult-standing");

  // Lost before it was opened: the first is dead, the second works.
  await page
    .getByRole("row", { name: /Hội Bảo vệ quyền trẻ em/ })
    .getByRole("button")
    .click();
  await page.getByRole("menuitem", { name: "Thay liên kết" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Thay liên kết" }).click();
  await expect(page.getByRole("row", { name: /Hội Bảo vệ quyền trẻ em/ })).toContainText("Liên kết chưa đưa ra");
  const guest = await anybody("landscape");
  await guest.page.goto(await link(desk, made, 1));
  await guest.page.getByRole("button", { name: "Mở phiếu tham vấn" }).click();
  await answer(guest).getByText("Ý kiến khác", { exact: true }).click();
  await answer(guest)
    .getByLabel("Nội dung ý kiến khác")
    .fill("Đề nghị xác minh độ tuổi không thu thập giấy tờ của trẻ em.");
  await answer(guest).getByRole("button", { name: "Xem lại và gửi" }).click();
  await record(guest).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await expect(recorded(guest)).toBeVisible();
  await expect(page.getByRole("row", { name: /Hội Bảo vệ quyền trẻ em/ })).toContainText("Đã trả lời");

  const account = await as("hiep-hoi-nhua");
  await expect(account.page.getByRole("heading", { level: 1, name: "Phiếu tham vấn" })).toBeVisible();
  await account.arrived();
  await account.look("asked-list");
  await account.openBallot(child);
  await raise(account);
  await agreeToAll(account);
  await raise(account);
  await expect(recorded(account)).toBeVisible();
  await account.look("asked-ballot");

  // Nobody is left whom a reminder reaches: the links are what helps.
  await page.goto(`/ballots/desk/${made}`);
  await expect(page.getByRole("link", { name: "Liên kết và thư mời" })).toHaveCount(2);
  await expect(page.getByRole("button", { name: /^Nhắc/ })).toHaveCount(0);
  await desk.look("consult-control-links");
});

test("closed at its deadline: who answered and who was silent, and the opinions go to the analyst", async ({
  as,
  clock,
}) => {
  await clock.forward(new Date("2026-12-01T01:00:00Z"));
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto("/ballots/desk?state=ended");
  await page.getByRole("rowheader", { name: child }).getByRole("link").click();
  await expect(page.getByText("Đã nhận 2 trong 4 ý kiến")).toBeVisible();
  await expect(page.getByRole("row", { name: /UBND tỉnh Sơn La/ })).toContainText("Không trả lời");
  await desk.look("consult-closed");
  await page.goto(`/ballots/desk/${made}/result`);
  await expect(page).toHaveURL(new RegExp(`/ballots/desk/${made}$`));
  await expect(page.getByRole("link", { name: "Phiếu lấy ý kiến" }).last()).toHaveAttribute(
    "href",
    "/ballots/desk?state=ended",
  );
  await page.getByRole("link", { name: "Tổng hợp ý kiến" }).last().click();

  const analyst = await as("phan-tich", "desk");
  await analyst.page.goto("/summaries");
  await analyst.arrived();
  await analyst.page.getByRole("link", { name: child }).first().click();
  await analyst.page.getByRole("button", { name: "Lập bảng tổng hợp" }).click();
  await analyst.page.getByRole("tab", { name: "Chờ xếp (1)" }).click();
  await expect(
    analyst.page.getByText("Đề nghị xác minh độ tuổi không thu thập giấy tờ của trẻ em.").first(),
  ).toBeVisible();
  await analyst.look("consult-synthesis");
});
