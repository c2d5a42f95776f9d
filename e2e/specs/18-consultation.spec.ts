/** A consultation: made by the secretariat, answered by an account and by personal links, closed, handed to the analyst. */
import { answer, raise, record, recorded } from "../lib/hands.ts";
import { expect, test, type Visitor } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const open = /trạm sạc xe điện/;

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
  await page.reload();
  await page.getByRole("button", { name: "Mở phiếu tham vấn" }).click();
  await expect(page.getByRole("heading", { level: 1, name: open })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("Tập đoàn Điện lực Sông Đà");
  await guest.arrived();
  await guest.look("respond-ballot");
  for (const other of ["Bộ Công an", "Cao Xuân Lập", "thu-ky"]) await expect(page.getByText(other)).toHaveCount(0);

  await raise(guest);
  await answer(guest).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await guest.look("respond-answer");
  await answer(guest).getByRole("button", { name: "Xem lại và gửi" }).click();
  await expect(record(guest).getByRole("definition").getByText("Tập đoàn Điện lực Sông Đà")).toBeVisible();
  await guest.look("respond-confirm");
  await record(guest).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await expect(record(guest)).toBeHidden();
  await raise(guest);
  await expect(recorded(guest)).toBeVisible();
  await guest.look("respond-receipt");

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
