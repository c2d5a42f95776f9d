/** Papers of a session go out in steps; what may not be stored goes round on paper, with a ledger. */
import { expect, sessions, test, type Visitor } from "../lib/test.ts";

interface Agenda {
  items: { id: string; title: string; papers: { version: string; title: string }[] }[];
}

async function coming(who: Visitor): Promise<string> {
  return (await who.find("/api/meetings", sessions.coming)).id;
}

async function open(who: Visitor, title: RegExp): Promise<string> {
  const { id } = await who.find("/api/meetings", title);
  await who.page.goto(`/meetings/${id}`);
  await who.arrived();
  return id;
}

test("a paper is held back, and then released to the members", async ({ as }) => {
  const member = await as("bo-truong-quoc-phong", "landscape");
  const id = await coming(member);
  const before = (await member.get<Agenda>(`/api/meetings/${id}/agenda`)).items.find((one) => one.papers.length > 0);
  const paper = before?.papers[0];
  if (!before || !paper) throw new Error("The coming session has no paper.");

  const desk = await as("thu-ky-1", "landscape");
  await open(desk, sessions.coming);
  const choose = async (reach: string) => {
    await desk.page.getByRole("button", { name: `Sửa: ${before.title}` }).click();
    await desk.page.getByRole("menuitem", { name: "Tài liệu: ai được xem" }).click();
    const dialog = desk.page.getByRole("dialog", { name: /^Cho xem tài liệu/ });
    await dialog.getByRole("button", { name: new RegExp(`${paper.title}: ai được xem`) }).click();
    await desk.page.getByRole("option", { name: reach }).click();
    return dialog;
  };
  let dialog = await choose("Chỉ Văn phòng và người chủ trì");
  await desk.look("papers-release");
  await dialog.getByRole("button", { name: "Lưu và áp dụng" }).click();
  await expect(dialog).toBeHidden();
  await expect(desk.page.getByText("Chưa phát").first()).toBeVisible();

  const shown = async () =>
    (await member.get<Agenda>(`/api/meetings/${id}/agenda`)).items
      .find((one) => one.id === before.id)
      ?.papers.some((one) => one.version === paper.version);
  expect(await shown()).toBe(false);
  dialog = await choose("Thành viên và đơn vị giúp việc");
  await dialog.getByRole("button", { name: "Lưu và áp dụng" }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(shown).toBe(true);
});

test("the secretariat keeps the ledger of paper copies, and who holds one is told", async ({ as }) => {
  const desk = await as("thu-ky-1", "landscape");
  const id = await open(desk, sessions.running);
  const { items } = await desk.get<Agenda>(`/api/meetings/${id}/agenda`);
  const item = items.find((one) => /an ninh mạng/.test(one.title));
  if (!item) throw new Error("There is no item on paper.");
  await desk.page.getByRole("button", { name: new RegExp(item.title) }).click();
  await desk.page.getByRole("button", { name: "Sổ giao nhận bản giấy" }).click();
  const ledger = desk.page.getByRole("dialog", { name: /^Sổ giao nhận bản giấy/ });
  await expect(ledger.getByText("3 bản đã phát, 1 đã thu, 0 thất lạc")).toBeVisible();
  await ledger.getByLabel("Người nhận").fill("Tạ Hữu Nhân");
  await ledger.getByRole("button", { name: /Tạ Hữu Nhân/ }).click();
  await ledger.getByRole("button", { name: "Ghi nhận đã phát bản số 4" }).click();
  await expect(ledger.getByText("4 bản đã phát, 1 đã thu, 0 thất lạc")).toBeVisible();
  await ledger.getByRole("button", { name: "Ghi nhận thất lạc bản số 2" }).click();
  await ledger.getByLabel("Sự việc").fill("Không thấy trong cặp tài liệu sau giờ giải lao.");
  await ledger.getByRole("button", { name: "Ghi nhận thất lạc", exact: true }).click();
  await expect(ledger.getByText("4 bản đã phát, 1 đã thu, 1 thất lạc")).toBeVisible();
  await desk.look("papers-ledger");

  const holder = await as("thu-tuong", "landscape");
  await open(holder, sessions.running);
  await holder.page.getByRole("button", { name: new RegExp(item.title) }).click();
  await expect(holder.page.getByText(/Ông\/bà đang giữ bản giấy số 1/)).toBeVisible();

  const other = await as("bo-truong-cong-an", "landscape");
  await open(other, sessions.running);
  await other.page.getByRole("button", { name: new RegExp(item.title) }).click();
  await expect(other.page.getByText(/Tài liệu mật/)).toBeVisible();
  await expect(other.page.getByText(/bản giấy số/)).toHaveCount(0);
});
