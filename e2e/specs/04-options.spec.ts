/** A question that names options: a member picks one, finds it in the exact record, and the one chosen is counted. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { openBallot } from "../lib/ballot.ts";
import { agreeToAll, answer, raise, record, recorded, send } from "../lib/hands.ts";
import { expect, test, type Visitor } from "../lib/test.ts";

const matter = /bảo vệ trẻ em trên môi trường mạng/;
const day = "Phương án 1: gỡ bỏ trong 24 giờ";
const half = "Phương án 2: gỡ bỏ trong 12 giờ";
let ballot = "";

function onOptions(member: Visitor) {
  return answer(member).getByRole("region", { name: "Nội dung 2" });
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("the secretariat sends a ballot that names two options and says which is proposed", async ({ as }) => {
  const desk = await as("thu-ky-1", "desk");
  const approver = await as("pho-thu-tuong-2", "desk");
  const { id } = await desk.find("/api/matters?limit=200", matter);
  ballot = await openBallot(desk, approver, id, [
    { text: "Về sự cần thiết ban hành Nghị định" },
    { text: "Về thời hạn gỡ bỏ nội dung vi phạm", options: [day, half], proposal: 1 },
  ]);
});

test("a member picks the option that is not proposed, and has it in the exact record and by the receipt", async ({
  as,
}) => {
  const member = await as("bo-truong-quoc-phong");
  const { page } = member;
  await member.openBallot(matter);
  await raise(member);
  const choices = onOptions(member).getByRole("radio");
  await expect(choices).toHaveCount(4);
  await expect(choices.nth(0)).toHaveAccessibleName(`${day} Phương án cơ quan chủ trì đề xuất`);
  await expect(choices.nth(1)).toHaveAccessibleName(half);
  await expect(choices.nth(2)).toHaveAccessibleName("Ý kiến khác");
  await expect(choices.nth(3)).toHaveAccessibleName("Đề nghị thảo luận");

  // To agree to all is to agree to what is proposed; the option is picked after it.
  await answer(member).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await expect(choices.nth(0)).toBeChecked();
  await onOptions(member).getByText(half).click();
  await expect(choices.nth(1)).toBeChecked();
  await expect(choices.nth(0)).not.toBeChecked();
  await member.look("options-answer");
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();

  await expect(record(member).getByText(half)).toBeVisible();
  await expect(record(member).getByText(day)).toHaveCount(0);
  await record(member).getByText("Xem bản ghi gốc").click();
  const bytes = (await record(member).locator("pre").textContent()) ?? "";
  expect(JSON.parse(bytes).choices).toEqual([
    { question: "q1", choice: "agree" },
    { question: "q2", choice: "option:o2" },
  ]);
  const hash = createHash("sha256").update(bytes).digest("hex");
  await expect(record(member)).toContainText(hash);
  await member.look("options-record");
  await record(member).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.sign();
  await expect(record(member)).toBeHidden();

  await page.reload();
  await raise(member);
  await expect(recorded(member)).toBeVisible();
  await expect(answer(member).getByText(half)).toBeVisible();
  await expect(answer(member).getByText(day)).toHaveCount(0);
  await answer(member).getByRole("button", { name: "Kiểm tra" }).click();
  await expect(answer(member).getByText("Khớp: ý kiến đang lưu đúng là ý kiến đã xác nhận.").first()).toBeVisible();
  await member.look("options-receipt");
  const download = page.waitForEvent("download");
  await answer(member).getByRole("button", { name: "Tải về" }).click();
  const receipt = JSON.parse(readFileSync(await (await download).path(), "utf8")) as { record_hash: string };
  expect(receipt.record_hash).toBe(hash);
});

test("one answers by an other opinion, one agrees to what is proposed", async ({ as }) => {
  const other = await as("bo-truong-cong-an", "landscape");
  await other.openBallot(matter);
  await answer(other).getByRole("region", { name: "Nội dung 1" }).getByText("Đồng ý", { exact: true }).click();
  await onOptions(other).getByText("Ý kiến khác", { exact: true }).click();
  await onOptions(other).getByLabel("Nội dung ý kiến khác").fill("Đề nghị 6 giờ đối với nội dung xâm hại trẻ em.");
  await send(other);
  await expect(answer(other).getByText("Đề nghị 6 giờ đối với nội dung xâm hại trẻ em.")).toBeVisible();

  const agrees = await as("bo-truong-noi-vu", "landscape");
  await agrees.openBallot(matter);
  await agreeToAll(agrees);
  await expect(answer(agrees).getByText(day)).toBeVisible();
});

test("after closing the chosen option stands in the result with its count, percentages and sentence", async ({
  as,
  clock,
}) => {
  const desk = await as("thu-ky-1", "desk");
  const { page } = desk;
  await page.goto(`/ballots/desk/${ballot}`);
  await desk.arrived();
  await clock.forward("8d");
  // The open screen tells when it is closed and counted.
  await page.getByRole("link", { name: "Xem kết quả" }).click();
  const outcome = (who: Visitor, level: number) => {
    const heading = who.page.getByRole("heading", { level, name: /^2\. / });
    return who.page.locator("section").filter({ has: heading }).last();
  };
  const counted = outcome(desk, 2);
  await expect(counted).toContainText("Đã chọn phương án");
  const sentence = "Phương án 1: 1 trực tiếp + 24 coi như đồng ý = 25/27, cần 14: được chọn";
  await expect(counted).toContainText(sentence);
  await expect(page.getByRole("region", { name: "Kết luận" })).toContainText("Thông qua toàn bộ 2 nội dung");
  const share = (name: string) => counted.locator("dl > div").filter({ hasText: name }).getByRole("definition");
  await expect(share("Tán thành trên số phiếu gửi")).toHaveText("92,6%"); // 25 of 27
  await expect(share("Tán thành trên số phiếu trả lời")).toHaveText("33,3%"); // 1 of 3

  const line = (name: string) => counted.getByRole("row", { name });
  await expect(line(day)).toContainText("trong đó 24 coi như đồng ý");
  await expect(line(day).getByRole("cell")).toHaveText("25");
  await expect(line(half).getByRole("cell")).toHaveText("1");
  await expect(line("Ý kiến khác").getByRole("cell")).toHaveText("1");
  await expect(line("Tổng").getByRole("cell")).toHaveText("27");
  const sides: [side: string, names: RegExp[], count: number][] = [
    [day, [/^Lâm Thị Diệu Hiền/], 1],
    [`${day} (coi như đồng ý)`, [/^Trần Minh Khang/, /^Chử Đức An/], 24],
    [half, [/^Đỗ Xuân Trường/], 1],
    ["Ý kiến khác", [/^Vũ Hải Đăng/], 1],
  ];
  for (const [side, names, count] of sides) {
    const heading = page.getByRole("heading", { level: 3, name: `${side} ${count}`, exact: true });
    const members = counted.locator("section").filter({ has: heading }).getByRole("listitem");
    await expect(members, side).toHaveCount(count);
    for (const name of names) await expect(members.filter({ hasText: name }), side).toHaveCount(1);
  }
  await counted.scrollIntoViewIfNeeded();
  await desk.look("options-result");

  // Once certified, the members read the same.
  await page.getByRole("button", { name: "Xác nhận kết quả" }).click();
  await page.getByRole("button", { name: "Xác nhận, đánh số và khóa kết quả" }).click();
  await desk.sign();
  await expect(page.getByText(/^Kết quả đã được xác nhận, số/).first()).toBeVisible();
  const member = await as("bo-truong-quoc-phong", "landscape");
  await member.page.goto(`/ballots/${ballot}`);
  await expect(outcome(member, 3)).toContainText(sentence);
  await outcome(member, 3).scrollIntoViewIfNeeded();
  await expect(answer(member).getByText(half)).toBeVisible();
  await member.look("options-member-result");
});
