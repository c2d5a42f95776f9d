/** What people do with their hands on more than one screen. */
import { expect, type FileChooser, type Locator } from "@playwright/test";
import type { Visitor } from "./test.ts";

/** Presses a button that asks for a file, and gives it these. */
export async function give(button: Locator, files: Parameters<FileChooser["setFiles"]>[0]): Promise<void> {
  const chooser = button.page().waitForEvent("filechooser");
  await button.click();
  await (await chooser).setFiles(files);
}

/** Types a date, after the time where it asks for one: "18112026", "080031122026". */
export async function typeDate(within: Locator, label: string, digits: string): Promise<void> {
  await within.getByRole("group", { name: label }).getByRole("spinbutton").first().click();
  await within.page().keyboard.type(digits);
}

/** Where a member answers, or an organisation that is asked. */
export function answer(member: Visitor): Locator {
  return member.page.getByRole("region", { name: /^Ý kiến của (tôi|đơn vị)$/ });
}

/** In portrait the answer is a sheet at the bottom edge. */
export async function raise(member: Visitor): Promise<void> {
  const handle = answer(member).getByRole("button", { name: /(Mở|Thu lại)$/ });
  if ((await handle.getAttribute("aria-expanded")) === "false") await handle.click();
}

/** The last look before sending. */
export function record(member: Visitor): Locator {
  return member.page.getByRole("alertdialog", { name: "Xem lại lần cuối trước khi gửi" });
}

/** Looks at the record, confirms it and signs. */
export async function send(member: Visitor): Promise<void> {
  await answer(member).getByRole("button", { name: "Xem lại và gửi" }).click();
  await record(member).getByRole("button", { name: "Xác nhận và gửi ý kiến" }).click();
  await member.sign();
  await expect(record(member)).toBeHidden();
}

export async function agreeToAll(member: Visitor): Promise<void> {
  await answer(member).getByRole("button", { name: "Đồng ý tất cả" }).click();
  await send(member);
}

/** "Đã ghi nhận 09:42:10", wherever the screen says it. */
export function recorded(member: Visitor): Locator {
  return answer(member)
    .getByText(/^Đã ghi nhận \d\d:\d\d:\d\d/)
    .filter({ visible: true })
    .first();
}
