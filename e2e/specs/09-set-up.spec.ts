/** An empty server: set up by its one-use link, to a first administrator who can work. */
import { createHmac } from "node:crypto";
import { Server } from "../lib/server.ts";
import { test as base, expect } from "../lib/test.ts";

const password = "bon-mua-deu-co-hoa-tuoi";

/** The code that an authenticator shows (RFC 6238) for a step of half a minute from now. */
function code(secret: string, later = 0): string {
  let bits = "";
  for (const letter of secret) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

let empty: Server;
let link = "";

const test = base.extend<{ server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  server: async ({}, use) => use(empty),
});

// The second test goes on where the first ended.
test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  empty = await Server.empty();
  link = empty.output.match(/http:\S+\/setup#\S+/)?.[0] ?? "";
});
test.afterAll(() => empty.discard());

test("the link that the first start prints leads to a first administrator", async ({ anybody, browserConsole }) => {
  browserConsole.expect(/status of 401/); // nobody is signed in yet
  const visitor = await anybody("desk");
  const { page } = visitor;
  await page.goto(link);
  await page.getByRole("button", { name: "Tạo cơ quan" }).click();
  await expect(page.getByLabel("Tên cơ quan (tiếng Việt)")).toHaveAttribute("aria-invalid", "true");
  await visitor.look("set-up-refused");
  await page.getByLabel("Tên cơ quan (tiếng Việt)").fill("Ủy ban nhân dân tỉnh");
  await page.getByLabel("Họ và tên người quản trị").fill("Nguyễn Văn Quản");
  await page.getByLabel("Tên đăng nhập").fill("quan-tri");
  await page.getByRole("button", { name: "Tạo cơ quan" }).click();

  await expect(page.getByText("Bước 1 trên 3")).toBeVisible();
  await page.getByLabel("Mật khẩu mới").fill("ngan");
  await page.getByLabel("Nhập lại mật khẩu").fill("khac");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText("Mật khẩu cần ít nhất 12 ký tự.").first()).toBeVisible();
  await visitor.look("enrol-password");
  await page.getByLabel("Mật khẩu mới").fill(password);
  await page.getByLabel("Nhập lại mật khẩu").fill(password);
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  await expect(page.getByText("Bước 2 trên 3")).toBeVisible();
  const shown = (await page.getByText(/^([A-Z2-7]{4} ?)+$/).textContent()) ?? "";
  const secret = shown.replaceAll(" ", "");
  await visitor.look("enrol-code");
  await page.getByLabel("Mã 6 chữ số").fill(code(secret));
  await page.getByRole("button", { name: "Xác nhận mã" }).click();

  await expect(page.getByText("Bước 3 trên 3")).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(10);
  await visitor.look("enrol-recovery");
  await page.getByText("Tôi đã in hoặc ghi lại các mã này").click();
  await page.getByRole("button", { name: "Hoàn tất, đến trang đăng nhập" }).click();

  await page.getByLabel("Tên đăng nhập").fill("quan-tri");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByLabel("Mã 6 chữ số").fill(code(secret, 1));
  await page.getByRole("button", { name: "Xác nhận mã" }).click();
  await expect(page.getByRole("banner")).toContainText("Ủy ban nhân dân tỉnh");
  await expect(page.getByRole("banner")).toContainText("Nguyễn Văn Quản");
  await visitor.arrived();
  await visitor.look("set-up-done");

  // And can work: the first agency of the body.
  await page.getByRole("navigation").getByRole("link", { name: "Cơ quan" }).click();
  await expect(page.getByRole("row")).toHaveCount(0);
  await visitor.look("set-up-empty-list");
  await page.getByRole("button", { name: "Thêm cơ quan" }).click();
  await page.getByLabel("Tên (tiếng Việt)").fill("Sở Tài chính");
  await page.getByLabel("Ký hiệu").fill("STC");
  await page.getByRole("dialog").getByRole("button", { name: "Thêm" }).click();
  await expect(page.getByRole("row", { name: /Sở Tài chính/ })).toBeVisible();
});

test("the link is refused the second time, in words", async ({ anybody, browserConsole }) => {
  browserConsole.expect(/status of (401|404)/);
  const visitor = await anybody("desk");
  const { page } = visitor;
  await page.goto(link);
  await page.getByLabel("Tên cơ quan (tiếng Việt)").fill("Cơ quan khác");
  await page.getByLabel("Họ và tên người quản trị").fill("Người khác");
  await page.getByLabel("Tên đăng nhập").fill("nguoi-khac");
  await page.getByRole("button", { name: "Tạo cơ quan" }).click();
  await expect(page.getByRole("alert")).toContainText("Liên kết");
  await expect(page.getByLabel("Tên cơ quan (tiếng Việt)")).toHaveValue("Cơ quan khác"); // nothing typed is lost
  await visitor.look("set-up-used");
});
