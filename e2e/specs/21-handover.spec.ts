/** The analyst hands a finished table over; the secretariat finds it waiting, sends it back with a reason, and approves. */
import { question, settle } from "../lib/synthesis.ts";
import { ballots, expect, test } from "../lib/test.ts";

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

const reason = "Dòng “Vấn đề khác” gộp nhiều việc khác nhau, xin tách riêng học phí.\nXin nêu rõ điều, khoản.";

test("what keeps a table from being handed over is said before, with the way to mend it", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, ballots.closed);
  await analyst.act(`/api/syntheses/${id}/draft`, { rev: 0 });
  await page.goto(`/summaries/${id}`);
  await analyst.arrived();
  const open = page.getByRole("button", { name: "Trình duyệt bản 1" });
  const asked = page.getByRole("dialog", { name: "Trình duyệt bảng tổng hợp bản 1?" });
  await open.click();
  await expect(asked).toContainText(/\d+ câu chưa được xếp vào dòng nào/);
  await expect(asked).toContainText(/\d+ ý kiến phải đọc toàn văn/);
  await expect(asked.getByRole("button", { name: "Trình duyệt bản 1" })).toBeDisabled();
  await analyst.look("handover-hindered");
  await asked.getByRole("button", { name: "Đọc ý kiến tiếp theo" }).click();
  await expect(asked).toBeHidden();
  await expect(page.getByRole("region", { name: "Ý kiến nguồn" })).toBeFocused();
  await expect(page.getByText("Phải đọc toàn văn trước khi phê duyệt")).toBeVisible();

  // What waits is found also where a search does not find it.
  await page.getByLabel("Tìm nội dung, cơ quan góp ý").fill("khong ai noi the");
  await expect(page.getByRole("tab", { name: /^Chờ xếp \(0\// })).toBeVisible();
  await open.press("Enter");
  await asked.getByRole("button", { name: "Xếp các câu còn chờ" }).press("Enter");
  await expect(asked).toBeHidden();
  await expect(page.getByRole("tab", { name: /^Chờ xếp/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tabpanel").locator(".synth-sentence").first()).toBeFocused();
  await expect(page.getByRole("group", { name: "Câu đang chọn" })).toBeVisible();

  // The secretariat still approves without it, as before; nothing waits for it, and what hinders is no work of theirs.
  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto(`/summaries/${id}`);
  await desk.arrived();
  await expect(desk.page.getByRole("button", { name: "Phê duyệt bản 1" })).toBeVisible();
  await expect(desk.page.getByRole("button", { name: "Trả lại" })).toHaveCount(0);
  await expect(desk.page.getByRole("button", { name: /^Trình/ })).toHaveCount(0);
  await desk.page.getByRole("button", { name: "Phê duyệt bản 1" }).click();
  const asking = desk.page.getByRole("alertdialog");
  await expect(asking).toContainText("Người phân tích làm những việc này.");
  await expect(asking.getByRole("button", { name: "Phê duyệt bản 1" })).toBeDisabled();
  await desk.look("handover-hindered-approval");
});

test("what is handed over arrives in the secretariat's list, and what comes back at the analyst's", async ({
  as,
  browserConsole,
}) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, ballots.closed);
  await settle(analyst, id);
  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto("/summaries");
  await desk.arrived();
  await expect(desk.page.getByText(/^Chờ phê duyệt/)).toHaveCount(0);

  await page.goto(`/summaries/${id}`);
  await analyst.arrived();
  await page.getByRole("button", { name: "Trình duyệt bản 1" }).click();
  const asked = page.getByRole("dialog", { name: "Trình duyệt bảng tổng hợp bản 1?" });
  await expect(asked).toContainText(/[1-9]\d*\/\d+ ý còn theo bản xếp thử/);
  await analyst.look("handover-asked");
  await asked.getByRole("button", { name: "Trình duyệt bản 1" }).click();
  await expect(asked).toBeHidden();
  await expect(page.getByRole("main").getByText(/^Ninh Thị Hải Yến đã trình duyệt bảng này lúc/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Trình/ })).toHaveCount(0);
  await analyst.look("handover-waits");

  // Live in the list of the secretariat, with a count.
  await expect(desk.page.getByRole("heading", { name: "Chờ phê duyệt (1)" })).toBeVisible();
  await expect(desk.page.getByText(/^Ninh Thị Hải Yến trình lúc/)).toBeVisible();
  await expect(desk.page.getByText("Chờ phê duyệt, bản 1")).toBeVisible();
  await desk.look("handover-list");

  // It is not locked: what is changed after it was handed over is shown, and may be handed over anew.
  await desk.page.getByRole("link", { name: ballots.closed }).first().click();
  await desk.arrived();
  await expect(desk.page.getByText("Xin phê duyệt, hoặc trả lại kèm lý do.")).toBeVisible();
  await desk.page.getByRole("button", { name: "Trả lại", exact: true }).click();
  const back = desk.page.getByRole("dialog", { name: "Trả lại bảng tổng hợp bản 1?" });
  await back.getByLabel("Lý do trả lại, cần sửa gì").fill(reason);
  await analyst.act(`/api/syntheses/${id}/edits`, { act: "add", title: "Học phí" });
  await expect(page.getByRole("main").getByText("Bảng đã thay đổi sau khi trình")).toBeVisible();
  await analyst.look("handover-changed");
  await page.getByRole("button", { name: "Trình lại bản 1" }).click();
  await asked.getByRole("button", { name: "Trình duyệt bản 1" }).click();
  await expect(asked).toBeHidden();

  // Who was sending it back is told, and keeps what is typed; also over a closed window and a reload.
  const earlier = back.getByText("Lý do dưới đây gõ cho lần trình trước, bản 1");
  await expect(earlier).toBeVisible();
  await expect(back.getByRole("button", { name: "Trả lại kèm lý do" })).toBeDisabled();
  await desk.look("handover-meanwhile");
  await back.getByRole("button", { name: "Hủy" }).click();
  await desk.page.reload();
  await desk.arrived();
  await desk.page.getByRole("button", { name: "Trả lại", exact: true }).click();
  await expect(back.getByLabel("Lý do trả lại, cần sửa gì")).toHaveValue(reason);
  await expect(earlier).toBeVisible();
  await expect(back.getByRole("button", { name: "Trả lại kèm lý do" })).toBeDisabled();
  await back.getByRole("button", { name: "Đã xem bảng hiện tại" }).click();
  await expect(earlier).toHaveCount(0);
  await expect(back.getByLabel("Lý do trả lại, cần sửa gì")).toHaveValue(reason);
  await desk.look("handover-return");

  // The analyst is at the list when it comes back.
  await page.goto("/summaries");
  await analyst.arrived();
  await expect(page.getByText("Chờ phê duyệt, bản 1")).toBeVisible();
  await back.getByRole("button", { name: "Trả lại kèm lý do" }).click();
  await expect(back).toBeHidden();
  await expect(page.getByRole("heading", { name: "Bị trả lại (1)" })).toBeVisible();
  await expect(page.getByText(/trả lại lúc/)).toBeVisible();
  await expect(page.getByText("xin tách riêng học phí.")).toBeVisible();
  await analyst.look("handover-returned-list");
  await page.getByRole("link", { name: ballots.closed }).first().click();
  await analyst.arrived();
  await expect(page.getByRole("main").getByText(/đã trả lại bảng này lúc/)).toBeVisible();
  await expect(page.getByText("Sửa xong, xin trình lại.")).toBeVisible();
  await analyst.look("handover-returned");
  await page.getByRole("link", { name: "Các bản, ai đã làm gì" }).click();
  await analyst.arrived();
  await expect(page.locator(".synth-deeds")).toContainText(/Trả lại bản 1\. Lý do: Dòng “Vấn đề khác”/);
  await expect(page.locator(".synth-deeds")).toContainText("Ninh Thị Hải Yến: Trình duyệt bản 1");
  expect(browserConsole.complaints).toEqual([]);
});

test("a new version starts without one; approval ends it at both sides", async ({ as }) => {
  const analyst = await as("phan-tich", "desk");
  const { page } = analyst;
  const id = await question(analyst, ballots.closed);
  await page.goto(`/summaries/${id}`);
  await analyst.arrived();
  await page.getByRole("button", { name: "Lập bản mới" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Lập bản 2" }).click();
  await expect(page.getByText("Đang rà soát, bản 2")).toBeVisible();
  await expect(page.getByRole("main").getByText(/đã trả lại bảng này lúc/)).toHaveCount(0);
  await settle(analyst, id);
  await page.getByRole("button", { name: "Trình duyệt bản 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Trình duyệt bản 2" }).click();

  const desk = await as("thu-ky-1", "desk");
  await desk.page.goto(`/summaries/${id}`);
  await desk.arrived();
  await desk.look("handover-judge");
  // Nobody approves a table that came while he read another: the window tells, and waits.
  await desk.page.getByRole("button", { name: "Phê duyệt bản 2" }).click();
  const asking = desk.page.getByRole("alertdialog");
  const approve = asking.getByRole("button", { name: "Phê duyệt bản 2" });
  await expect(approve).toBeEnabled();
  await analyst.act(`/api/syntheses/${id}/edits`, { act: "add", title: "Cơ sở vật chất" });
  await expect(asking.getByText(/^Bảng vừa được sửa sau khi mở/)).toBeVisible();
  await expect(approve).toBeDisabled();
  await asking.getByRole("button", { name: "Đã xem bảng hiện tại" }).click();
  await approve.click();
  for (const one of [analyst, desk]) {
    await expect(one.page.getByText(/đã phê duyệt bản 2 lúc/)).toBeVisible();
    await expect(one.page.getByRole("main").getByText(/đã trình duyệt bảng này lúc/)).toHaveCount(0);
  }
  await desk.page.goto("/summaries");
  await desk.arrived();
  await expect(desk.page.getByText("Đã phê duyệt, bản 2")).toBeVisible();
  await expect(desk.page.getByText(/^Chờ phê duyệt/)).toHaveCount(0);
  await desk.speak("en");
  await desk.look("handover-list-en");
});
