/** The screens that no story above passes through: accessible, whole and quiet, in every role that has them. */
import { expect, test } from "../lib/test.ts";

const tours = {
  "quan-tri-1": [
    "/people",
    "/people/requests",
    "/people/members",
    "/people/agencies",
    "/people/body",
    "/people/explain",
    "/rules/profiles",
    "/rules/calendar",
    "/audit/journal",
    "/sessions",
  ],
  "bo-truong-tu-phap": ["/home", "/people/office", "/ballots/history"],
  "phan-tich": ["/"],
  "soan-thao-tai-nguyen": ["/dossiers"],
} as const;

for (const [login, paths] of Object.entries(tours)) {
  test(`screens of ${login}`, async ({ as }) => {
    test.setTimeout(paths.length * 60_000);
    const visitor = await as(login, "desk");
    for (const path of paths) {
      await visitor.page.goto(path);
      await expect(visitor.page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(visitor.page.getByRole("main")).not.toContainText("Đang tải");
      await visitor.look(`screen-${login}${path.replaceAll("/", "-")}`);
    }
  });
}

test("a person's page, with posts, roles and means of sign-in", async ({ as }) => {
  const administrator = await as("quan-tri-1", "desk");
  await administrator.page.goto("/people");
  await administrator.page.getByRole("link", { name: "Tạ Hữu Nhân" }).first().click();
  await expect(administrator.page.getByRole("heading", { level: 1, name: /Tạ Hữu Nhân/ })).toBeVisible();
  await administrator.look("screen-person");
});

test("the sign-in page, and signing in with password and code", async ({ browser, server, demo, browserConsole }) => {
  const context = await browser.newContext({ baseURL: server.url });
  browserConsole.watch(context);
  browserConsole.expect(/status of 401/); // nobody is signed in yet
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel("Tên đăng nhập").fill("kiem-toan");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(demo.password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  const { code } = await server.get<{ code: string }>("/api/demo/code?login=kiem-toan");
  await page.getByLabel("Mã 6 chữ số").fill(code);
  await page.getByRole("button", { name: "Xác nhận mã" }).click();
  await expect(page.getByRole("banner")).toContainText("Hà Văn Chính");
  await context.close();
});

test("every screen is there in English too", async ({ as }) => {
  const member = await as("bo-truong-ngoai-giao", "desk");
  await member.page.getByRole("button", { name: "Ngôn ngữ" }).click();
  await member.page.getByRole("menuitem", { name: "English" }).click();
  await expect(member.page.getByRole("navigation").getByRole("link", { name: "Today" })).toBeVisible();
  await expect(member.page.locator("html")).toHaveAttribute("lang", "en");
});
