/** No mouse, no network, two tabs, two people at one draft: nothing typed is lost, nothing is recorded twice. */
import { agreeToAll, answer, raise, record, recorded } from "../lib/hands.ts";
import { enter, tabTo } from "../lib/keyboard.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

function question(member: Visitor, number: number) {
  return answer(member).getByRole("region", { name: `Nội dung ${number}` });
}

test("a member answers with the keyboard alone", async ({ as }) => {
  test.slow();
  const member = await as("bo-truong-khoa-hoc", "landscape");
  const { page } = member;
  await member.arrived();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Đến nội dung chính" })).toBeFocused();
  await page.keyboard.press("Enter");
  await enter(page.getByRole("main").getByRole("link", { name: ballots.fresh }).first());
  await expect(page.getByRole("heading", { level: 1, name: ballots.fresh })).toBeVisible();
  await expect(answer(member).getByRole("button", { name: "Đồng ý tất cả" })).toBeVisible();

  await enter(answer(member).getByRole("button", { name: "Đồng ý tất cả" }));
  await tabTo(question(member, 2).getByRole("radio", { name: "Đồng ý", exact: true }));
  await page.keyboard.press("ArrowDown");
  await expect(question(member, 2).getByRole("radio", { name: "Không đồng ý" })).toBeChecked();
  await tabTo(question(member, 2).getByLabel("Lý do không đồng ý"));
  await page.keyboard.type("Cần bố trí tạm cư trước.");
  await enter(answer(member).getByRole("button", { name: "Xem lại và gửi" }));

  await expect(record(member).getByText("Cần bố trí tạm cư trước.")).toBeVisible();
  await enter(record(member).getByRole("button", { name: "Xác nhận và gửi ý kiến" }));
  await tabTo(member.signing().getByLabel("Mật khẩu"));
  await page.keyboard.type(await member.password());
  await tabTo(member.signing().getByLabel("Mã 6 chữ số"));
  await page.keyboard.type(await member.code());
  await page.keyboard.press("Enter");
  await expect(record(member)).toBeHidden();
  await expect(recorded(member)).toBeVisible();
  await expect(answer(member).getByRole("heading", { name: "Ý kiến của tôi" })).toBeFocused();
});

test("the answer to a sent answer is lost: it is sent again, and recorded once", async ({ as, browserConsole }) => {
  browserConsole.expect(/ERR_CONNECTION_FAILED/);
  const member = await as("bo-truong-giao-thong", "landscape");
  const { page } = member;
  await member.openBallot(ballots.fresh);
  const keys: (string | undefined)[] = [];
  let cut = () => {};
  const held = new Promise<void>((resolve) => {
    cut = resolve;
  });
  await page.route("**/confirm", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // the server has recorded it
    await held;
    await route.abort("connectionfailed");
  });
  await answer(member).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  await record(member).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.sign();
  await expect(record(member).getByRole("button", { name: "Đang gửi…" })).toBeVisible();
  await expect(page.getByText(/^Đã ghi nhận/)).toHaveCount(0); // never before it is known
  cut();
  await expect(record(member).getByText("Chưa gửi được", { exact: true })).toBeVisible();
  await expect(record(member).getByText(/Bấm thử lại: yêu cầu không bị ghi hai lần/)).toBeVisible();
  await member.look("odds-unsure");
  await record(member).getByRole("button", { name: "Chưa gửi được - thử lại" }).click();
  await expect(record(member)).toBeHidden();
  await expect(recorded(member)).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
  await expect(answer(member).getByText(/bản 1$/)).toBeVisible();
  await expect(answer(member).getByText(/^Các bản trước/)).toHaveCount(0);
});

test("the network is gone while a member writes: the words stay, and are kept when it is back", async ({
  as,
  browserConsole,
}) => {
  browserConsole.expect(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket/);
  const member = await as("bo-truong-ngoai-giao", "landscape");
  const { page } = member;
  await member.openBallot(ballots.fresh);
  await expect(page.getByText("Đang kết nối trực tiếp")).toBeVisible();
  await page.context().setOffline(true);
  await question(member, 1).getByText("Ý kiến khác", { exact: true }).click();
  await question(member, 1).getByLabel("Nội dung ý kiến khác").fill("Đề nghị làm rõ phạm vi.");
  await expect(answer(member).getByText("Chưa giữ được bản soạn dở, đang thử lại")).toBeVisible();
  await member.look("odds-offline");
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  await page.context().setOffline(false);
  await expect(answer(member).getByText(/^Đã giữ bản soạn dở lúc/)).toBeVisible();
  await page.reload();
  await expect(question(member, 1).getByLabel("Nội dung ý kiến khác")).toHaveValue("Đề nghị làm rõ phạm vi.");
});

test("a text that is pasted and too long is kept whole, and is not sent until it is shortened", async ({ as }) => {
  const member = await as("bo-truong-y-te", "portrait");
  const { page } = member;
  await member.openBallot(ballots.fresh);
  await raise(member);
  await answer(member).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await question(member, 1).getByRole("button", { name: "Thêm ý kiến, góp ý" }).click();
  const words = question(member, 1).getByLabel("Ý kiến kèm theo");
  const long = `${"Góp ý dài. ".repeat(2400)}Hết.`;
  await words.fill(long);
  await expect(words).toHaveValue(long);
  await expect(answer(member).getByText("Dài quá 20000 ký tự (thừa 6404), xin rút gọn.")).toBeVisible();
  await expect(answer(member).getByText(/^Đã giữ bản soạn dở lúc/)).toBeVisible();
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  await expect(answer(member).getByRole("alert")).toContainText("Nội dung 1: ý kiến dài quá 20.000 ký tự");
  await expect(record(member)).toHaveCount(0);
  await member.look("odds-too-long");

  await page.reload();
  await expect(answer(member).getByRole("button", { name: /Mở$/ })).toContainText("Soạn dở, chưa gửi: 3/3 nội dung");
  await raise(member);
  await expect(words).toHaveValue(long);
  await words.fill("Góp ý ngắn.");
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  await expect(record(member).getByText("Góp ý ngắn.")).toBeVisible();
});

test("the server restarts: the screen says since when, stays readable, and goes on by itself", async ({
  as,
  server,
  browserConsole,
}) => {
  browserConsole.expect(/ERR_CONNECTION_REFUSED|WebSocket/);
  const member = await as("bo-truong-noi-vu", "landscape");
  await member.openBallot(ballots.fresh);
  await expect(member.page.getByText("Đang kết nối trực tiếp")).toBeVisible();
  expect(await server.stop()).toBe(0);
  await expect(member.page.getByText(/^Mất kết nối từ \d\d:\d\d/)).toBeVisible();
  await expect(member.page.getByRole("region", { name: /^Tài liệu: Tờ trình/ })).toBeVisible();
  await member.look("odds-no-server");
  await server.again();
  await expect(member.page.getByText("Đang kết nối trực tiếp")).toBeVisible({ timeout: 30_000 });
  await agreeToAll(member);
  await expect(recorded(member)).toBeVisible();
});

test("two tabs of one member: the slower one is told, and keeps what was typed", async ({ as, browserConsole }) => {
  browserConsole.expect(/status of 409/);
  const slow = await as("bo-truong-lao-dong", "landscape");
  await slow.openBallot(ballots.fresh);
  await answer(slow).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await question(slow, 3).getByText("Ý kiến khác", { exact: true }).click();
  await question(slow, 3).getByLabel("Nội dung ý kiến khác").fill("Đề nghị nâng mức hỗ trợ.");
  await answer(slow).getByRole("button", { name: "Xem lại và gửi" }).click();
  await expect(record(slow).getByText("Lần đầu")).toBeVisible();

  const quick = await slow.tab();
  await quick.page.goto(slow.page.url());
  await agreeToAll(quick);

  await record(slow).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await slow.sign();
  await expect(record(slow).getByText("Nội dung đã nhập vẫn còn nguyên.")).toBeVisible();
  await slow.look("odds-two-tabs");
  await record(slow).getByRole("button", { name: "Lập lại bản ghi để xác nhận" }).click();
  await expect(record(slow).getByText("Lần thứ 2, thay cho lần trước")).toBeVisible();
  await expect(record(slow).getByText("Đề nghị nâng mức hỗ trợ.")).toBeVisible();
  await record(slow).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await expect(record(slow)).toBeHidden();
  await expect(answer(slow).getByText(/bản 2$/)).toBeVisible();
  // The other tab stands open and shows what counts now.
  await expect(answer(quick).getByText("Đề nghị nâng mức hỗ trợ.")).toBeVisible();
});

test("two secretaries write one draft: both versions are shown, and one is chosen", async ({ as, browserConsole }) => {
  browserConsole.expect(/status of 409/);
  const first = await as("thu-ky-1", "desk");
  const second = await as("thu-ky-2", "desk");
  for (const one of [first, second]) {
    await one.page.goto("/ballots/desk?state=draft");
    await one.page.getByRole("rowheader", { name: ballots.draft }).getByRole("link").click();
    await expect(one.page.getByRole("heading", { level: 1, name: "Soạn phiếu lấy ý kiến" })).toBeVisible();
  }
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await second.page.route("**/api/ballots/*", async (route) => {
    if (route.request().method() === "PUT") await held;
    await route.continue();
  });
  await second.page.getByLabel("Lời dẫn").fill("Lời dẫn của người thứ hai.");
  await expect(second.page.getByText("Đang lưu…")).toBeVisible();
  await first.page.getByLabel("Lời dẫn").fill("Lời dẫn của người thứ nhất.");
  await expect(first.page.getByText(/^Đã lưu/)).toBeVisible();
  release();

  const both = second.page.getByRole("row", { name: /^Lời dẫn/ });
  await expect(both).toContainText("Lời dẫn của người thứ nhất.");
  await expect(both).toContainText("Lời dẫn của người thứ hai.");
  await second.look("odds-both-versions");
  await second.page.getByRole("button", { name: "Giữ phần tôi đã nhập" }).click();
  await expect(second.page.getByText(/^Đã lưu/)).toBeVisible();
  await expect(second.page.getByLabel("Lời dẫn")).toHaveValue("Lời dẫn của người thứ hai.");
  await expect(first.page.getByLabel("Lời dẫn")).toHaveValue("Lời dẫn của người thứ hai.");
});
