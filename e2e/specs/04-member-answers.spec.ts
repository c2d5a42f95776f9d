/** A member, on a tablet, reads, answers every question, and is sure that it counted. */
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { answer, raise, record, recorded, send } from "../lib/hands.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

/** What "Tải về" of a receipt gives. */
interface Receipt {
  record_hash: string;
  signed: string;
  signature: string;
}

/** Whether the receipt is signed by the key that the operator prints. */
function signed(receipt: Receipt, key: string): boolean {
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(key, "hex")]);
  const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
  return verify(null, Buffer.from(receipt.signed), publicKey, Buffer.from(receipt.signature, "hex"));
}

/** What the member changes the answer to. */
const said = ["Đồng ý", "Không đồng ý", "Đề nghị thảo luận"];
const reason = "Cần bố trí tạm cư trước, tránh ảnh hưởng đời sống người dân.";
const reserve = "Bảo lưu về thời hạn tạm cư 24 tháng.";

/** An earlier version of the answer, as the history holds it. */
function version(member: Visitor, number: number) {
  const title = member.page.locator("summary", { hasText: new RegExp(`^Bản ${number},`) });
  return answer(member).locator("details.version").filter({ has: title });
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("sees what waits by deadline, and reads the papers", async ({ as }) => {
  const member = await as("bo-truong-cong-an", "landscape");
  const { page } = member;
  const waiting = page.getByRole("region", { name: /Chờ cho ý kiến/ }).or(page.getByRole("main"));
  await expect(waiting.getByRole("link", { name: ballots.fresh }).first()).toBeVisible();
  await member.openBallot(ballots.fresh);

  const reader = page.getByRole("region", { name: /^Tài liệu: Tờ trình/ });
  await expect(reader.getByLabel(/^Trang 1 trên/).first()).toBeVisible();

  await page
    .getByRole("list", { name: "Tài liệu" })
    .getByRole("button", { name: /Dự thảo Nghị định/ })
    .click();
  const draft = page.getByRole("region", { name: /^Tài liệu: Dự thảo/ });
  await expect(draft.getByLabel(/^Trang 1 trên (3[5-9]|4\d)$/).first()).toBeVisible();

  const tools = draft.getByRole("toolbar", { name: "Công cụ đọc" });
  await tools.getByRole("button", { name: "Các trang" }).click();
  const thumbnails = page.getByRole("navigation", { name: "Các trang" });
  await expect(thumbnails).toBeVisible();
  await thumbnails.getByRole("button", { name: /^Trang 3 trên/ }).click();
  await expect(tools.getByLabel("Trang", { exact: true })).toHaveValue("3");

  await tools.getByRole("button", { name: "Tìm trong tài liệu" }).click();
  await page.getByLabel("Từ cần tìm").fill("mat nuoc ven bien");
  await expect(page.getByText(/chỗ/).first()).toBeVisible();
  await member.look("member-search");
  // Turned to the right, the page lies down.
  const first = draft.getByLabel(/^Trang 3 trên/).first();
  await tools.getByLabel("Trang", { exact: true }).fill("3");
  await tools.getByLabel("Trang", { exact: true }).press("Enter");
  await expect.poll(() => first.boundingBox().then((box) => box && box.height > box.width)).toBe(true);
  await tools.getByRole("button", { name: "Xoay phải" }).click();
  await expect.poll(() => first.boundingBox().then((box) => box && box.height < box.width)).toBe(true);
});

test("agrees to all in one press, confirms the exact record, and has a signed receipt that survives a reload", async ({
  as,
  server,
}) => {
  const member = await as("bo-truong-cong-an");
  const { page } = member;
  await member.openBallot(ballots.fresh);
  await raise(member);
  await answer(member).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await expect(
    answer(member).getByText("Soạn dở, chưa gửi: 3/3 nội dung").filter({ visible: true }).first(),
  ).toBeVisible();
  await member.look("member-answer");
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();

  await expect(record(member).getByRole("definition").getByText("Vũ Hải Đăng")).toBeVisible();
  await expect(record(member).getByText("Đồng ý", { exact: true })).toHaveCount(3);
  await record(member).getByText("Xem bản ghi gốc").click();
  const bytes = (await record(member).locator("pre").textContent()) ?? "";
  const hash = createHash("sha256").update(bytes).digest("hex");
  await expect(record(member)).toContainText(hash);
  expect(JSON.parse(bytes)).toMatchObject({ voter_name: "Vũ Hải Đăng", revision: 1, choices: [{}, {}, {}] });
  await member.look("member-confirm");
  await record(member).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.look("member-signing");
  await member.sign();
  await expect(record(member)).toBeHidden();

  await raise(member);
  await expect(recorded(member)).toBeVisible();
  const number = answer(member)
    .getByText(/^Biên nhận/)
    .first();
  const before = (await number.textContent()) ?? "";
  await member.look("member-receipt");

  await page.reload();
  await raise(member);
  await expect(number).toHaveText(before);
  await answer(member).getByRole("button", { name: "Kiểm tra" }).click();
  await expect(answer(member).getByText("Khớp: ý kiến đang lưu đúng là ý kiến đã xác nhận.").first()).toBeVisible();

  // The receipt can be taken away and checked without this program.
  const download = page.waitForEvent("download");
  await answer(member).getByRole("button", { name: "Tải về" }).click();
  const receipt = JSON.parse(readFileSync(await (await download).path(), "utf8")) as Receipt;
  expect(receipt.record_hash).toBe(hash);
  expect(receipt.signed).toContain(hash);
  expect(signed(receipt, server.key())).toBe(true);
  expect(signed({ ...receipt, signed: receipt.signed.replace(hash, hash.replace(/./, "0")) }, server.key())).toBe(
    hash.startsWith("0"),
  );
});

test("changes the answer until closing, reserves an opinion, asks for discussion; the exact record says so", async ({
  as,
}) => {
  const member = await as("bo-truong-cong-an", "desk");
  await member.openBallot(ballots.fresh);
  await answer(member).getByRole("button", { name: "Sửa ý kiến" }).click();

  const second = answer(member).getByRole("region", { name: "Nội dung 2" });
  await second.getByText("Không đồng ý", { exact: true }).click();
  const third = answer(member).getByRole("region", { name: "Nội dung 3" });
  await third.getByText("Đề nghị thảo luận", { exact: true }).click();
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  // A disagreement needs its reason: said at the field, and nothing is lost.
  await expect(second.getByText(/cần ghi rõ ý kiến/)).toBeVisible();
  await member.look("member-missing");
  await second.getByLabel("Lý do không đồng ý").fill(reason);
  await answer(member).getByText("Ý kiến bảo lưu được in trong kết quả phiếu.").click();
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  await expect(
    answer(member)
      .getByText(/Chưa ghi nội dung bảo lưu/)
      .first(),
  ).toBeVisible();
  await answer(member).getByLabel("Nội dung bảo lưu").fill(reserve);
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();

  // The exact record says all of it: the three sides, and that an opinion is reserved.
  await expect(record(member).getByText("Lần thứ 2, thay cho lần trước")).toBeVisible();
  await expect(record(member).locator(".record-choice")).toHaveText(said);
  await expect(record(member).getByText(reason)).toBeVisible();
  await expect(record(member).getByRole("heading", { name: "Bảo lưu ý kiến" })).toBeVisible();
  await expect(record(member).getByText(reserve)).toBeVisible();
  await record(member).getByText("Xem bản ghi gốc").click();
  const bytes = (await record(member).locator("pre").textContent()) ?? "";
  expect(JSON.parse(bytes)).toMatchObject({
    revision: 2,
    reserved: true,
    choices: [{ choice: "agree" }, { choice: "disagree" }, { choice: "discuss" }],
  });
  await expect(record(member)).toContainText(createHash("sha256").update(bytes).digest("hex"));
  await member.look("member-changed-record");
  await record(member).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.sign();
  await expect(record(member)).toBeHidden();
  await expect(answer(member).getByText(/bản 2/).first()).toBeVisible();
  await expect(answer(member).getByText(reserve)).toBeVisible();
  await answer(member).getByText("Các bản trước: 1").click();
  await expect(version(member, 1)).toBeVisible();
  await member.look("member-changed");
});

test("takes the reserve and the request for discussion back; both stay in the history", async ({ as }) => {
  const member = await as("bo-truong-cong-an", "desk");
  await member.openBallot(ballots.fresh);
  await answer(member).getByRole("button", { name: "Sửa ý kiến" }).click();
  await answer(member).getByRole("region", { name: "Nội dung 3" }).getByText("Đồng ý", { exact: true }).click();
  await answer(member).getByText("Ý kiến bảo lưu được in trong kết quả phiếu.").click();
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  await expect(record(member).locator(".record-choice")).toHaveText(["Đồng ý", "Không đồng ý", "Đồng ý"]);
  await expect(record(member).getByText("Bảo lưu")).toHaveCount(0);
  await record(member).getByText("Xem bản ghi gốc").click();
  const bytes = (await record(member).locator("pre").textContent()) ?? "";
  expect(JSON.parse(bytes)).toMatchObject({ revision: 3, reserved: false });
  await record(member).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.sign();
  await expect(record(member)).toBeHidden();

  await expect(answer(member).getByText(/bản 3/).first()).toBeVisible();
  await expect(answer(member).getByText("Bảo lưu").filter({ visible: true })).toHaveCount(0);
  await answer(member).getByText("Các bản trước: 2").click();
  for (const [number, choices] of [
    [1, ["Đồng ý", "Đồng ý", "Đồng ý"]],
    [2, said],
  ] as const) {
    await version(member, number)
      .getByText(new RegExp(`^Bản ${number},`))
      .click();
    await expect(version(member, number).locator(".answer-mark")).toHaveText(choices);
  }
  await expect(version(member, 1).getByText("Bảo lưu")).toHaveCount(0);
  await expect(version(member, 2).getByText(reason)).toBeVisible();
  await expect(version(member, 2).getByRole("heading", { name: "Bảo lưu ý kiến" })).toBeVisible();
  await expect(version(member, 2).getByText(reserve)).toBeVisible();
  await version(member, 2).getByRole("button", { name: "Kiểm tra" }).click();
  await expect(version(member, 2).getByText("Khớp: ý kiến đang lưu đúng là ý kiến đã xác nhận.")).toBeVisible();
  await member.look("member-history");
});

test("edits the draft that the office prepared and sends it; who prepared it is kept apart", async ({ as }) => {
  const member = await as("bo-truong-y-te", "landscape");
  await member.openBallot(ballots.half);
  const draft = answer(member).getByRole("region", { name: "Dự thảo của đơn vị giúp việc" });
  await expect(draft.getByText(/Người chuẩn bị:/)).toBeVisible();
  await draft.getByRole("button", { name: "Dùng dự thảo này" }).click();
  await expect(
    answer(member).getByText("Soạn dở, chưa gửi: 2/2 nội dung").filter({ visible: true }).first(),
  ).toBeVisible();
  const words = answer(member).getByRole("region", { name: "Nội dung 2" }).getByLabel("Nội dung ý kiến khác");
  await expect(words).toHaveValue(/an toàn thông tin/);
  await words.fill("Thống nhất; đề nghị quy định rõ trách nhiệm của cơ quan nhận dữ liệu.");
  await member.look("member-draft");
  await send(member);
  await expect(answer(member).getByText("đề nghị quy định rõ trách nhiệm của cơ quan nhận dữ liệu")).toBeVisible();
  await expect(answer(member).getByText(/dự thảo do .* chuẩn bị/)).toContainText("Hoàng Thị Hương Giang");
});

test("finds every ballot that is over, with its result", async ({ as }) => {
  const member = await as("bo-truong-cong-an");
  await member.page.getByRole("navigation").getByRole("link", { name: "Lịch sử của tôi" }).click();
  const row = member.page.getByRole("rowheader", { name: ballots.certified });
  await row.getByRole("link", { name: ballots.certified }).first().click();
  await expect(member.page.getByText(/01\/2026\/KQLYK/).first()).toBeVisible();
});
