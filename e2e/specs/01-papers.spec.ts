/** A scan of 300 pages and papers of five producers: uploaded by a drafter, read by a member. */
import type { Locator, Page } from "@playwright/test";
import { openBallot } from "../lib/ballot.ts";
import { give } from "../lib/hands.ts";
import { longScan, producers } from "../lib/papers.ts";
import { ballots, expect, test, type Visitor } from "../lib/test.ts";

const matter = /giá dịch vụ khám bệnh/;
const names = ["ban-quet-dai", "skia", "cairo", "groff", "ghostscript", "reportlab"];

/** How much of a picture is ink, and how much is paper, by brightness. */
async function shades(picture: Locator): Promise<{ ink: number; paper: number }> {
  return picture.evaluate((element) => {
    const from = element as HTMLCanvasElement | HTMLImageElement;
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    canvas.width = from instanceof HTMLImageElement ? from.naturalWidth : from.width;
    canvas.height = from instanceof HTMLImageElement ? from.naturalHeight : from.height;
    pen?.drawImage(from, 0, 0);
    const pixels = pen?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    let ink = 0;
    let paper = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      if ((pixels[at] ?? 0) < 100) ink++;
      if ((pixels[at] ?? 0) > 190) paper++;
    }
    const all = pixels.length / 4;
    return { ink: ink / all, paper: paper / all };
  });
}

/** Waits until the first page is drawn, and is a page: mostly paper, with ink on it. */
async function readable(page: Locator): Promise<void> {
  const canvas = page.locator("canvas");
  await expect(canvas).toBeVisible({ timeout: 60_000 });
  const { ink, paper } = await shades(canvas);
  expect(ink).toBeGreaterThan(0.0005);
  expect(paper).toBeGreaterThan(0.5);
}

/** In ms from the next press, how long it takes until the first page of a paper is read: as its picture, and as drawn. */
function timed(page: Page, title: string): Promise<{ picture: number; drawn: number }> {
  return page.evaluate(
    (label) =>
      new Promise((resolve) => {
        let begun = 0;
        let picture = 0;
        const press = () => {
          begun = performance.now();
        };
        addEventListener("pointerdown", press, { capture: true, once: true });
        const look = () => {
          const first = begun ? document.querySelector(`section[aria-label^="${label}"] [data-page="1"]`) : null;
          const image = first?.querySelector("img");
          const since = Math.round(performance.now() - begun);
          if (image?.complete && image.naturalWidth > 0) picture ||= since;
          if (first?.querySelector("canvas")) resolve({ picture, drawn: since });
          else requestAnimationFrame(look);
        };
        look();
      }),
    `Tài liệu: ${title}`,
  );
}

/** Waits until nothing moves the pages any more: for a dozen frames they stand still. */
async function still(view: Locator): Promise<void> {
  await view.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        let [at, frames] = [element.scrollTop, 0];
        const look = () => {
          frames = element.scrollTop === at ? frames + 1 : 0;
          at = element.scrollTop;
          if (frames === 12) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

function reader(who: Visitor, title: string): Locator {
  return who.page.getByRole("region", { name: `Tài liệu: ${title}` });
}

// Each goes on where the one before ended.
test.describe.configure({ mode: "serial" });

test("a drafter uploads them, sees how far it is, and all become readable", async ({ as, anybody }) => {
  test.setTimeout(300_000);
  const drafter = await as("soan-thao-y-te", "desk");
  const { page } = drafter;
  await page.getByRole("link", { name: matter }).click();
  await expect(page.getByRole("heading", { level: 1, name: matter })).toBeVisible();
  const papers = [longScan(), ...(await producers((await anybody()).page))];
  await give(
    page.getByRole("button", { name: "Chọn tệp", exact: true }),
    papers.map((paper) => paper.path),
  );
  const waiting = page.getByRole("list", { name: "Tệp đang được tải lên" }).getByRole("listitem");
  for (const paper of papers) {
    await waiting
      .filter({ hasText: `${paper.name}.pdf` })
      .getByRole("button", { name: /Loại tài liệu/ })
      .click();
    await page.getByRole("option", { name: "Khác", exact: true }).click();
  }
  // As over a line of 200 Mbit/s, so that the way can be seen.
  const line = await page.context().newCDPSession(page);
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 25e6,
  });
  await page.getByRole("button", { name: "Tải lên 6 tệp" }).click();
  await expect(waiting.getByText(/^\d+(,\d)?\/9\d(,\d)? MB$/)).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Đang tải lên ban-quet-dai.pdf" })).toBeVisible();
  await drafter.look("drafter-sending");

  const list = page.getByRole("list", { name: "Tài liệu", exact: true });
  for (const { name } of papers) {
    await expect(list.getByRole("listitem").filter({ hasText: `${name}.pdf` })).toContainText("Sẵn sàng", {
      timeout: 180_000,
    });
  }
  await expect(list.getByRole("listitem").filter({ hasText: "ban-quet-dai.pdf" })).toContainText("300 trang");
});

test("the secretariat sends a ballot on them", async ({ as }) => {
  const drafter = await as("soan-thao-y-te", "desk");
  const { id } = await drafter.find("/api/matters?limit=200", matter);
  const rev = async (who: Visitor) => (await who.get<{ matter_rev: number }>(`/api/matters/${id}`)).matter_rev;
  await drafter.act(`/api/matters/${id}/submit`, { matter_rev: await rev(drafter) });
  const desk = await as("thu-ky-1", "desk");
  await desk.act(`/api/matters/${id}/take`, { matter_rev: await rev(desk) });
  await openBallot(desk, await as("pho-thu-tuong-4", "desk"), id, [{ text: "Về việc ban hành" }], names);
});

test("a member reads the first page of the scan over a slow line, after few requests", async ({ as }, info) => {
  test.slow();
  const member = await as("bo-truong-van-hoa", "landscape");
  const { page } = member;
  await member.arrived(); // the slow line is that of the paper, not of the lists before it
  // 8 Mbit/s: the whole scan would take a minute and a half.
  const line = await page.context().newCDPSession(page);
  const asked = new Set<string>();
  let bytes = 0;
  line.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.endsWith("/reading")) asked.add(requestId);
  });
  line.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) bytes += encodedDataLength;
  });
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 40,
    downloadThroughput: 1e6,
    uploadThroughput: 1e6,
  });
  const begun = Date.now();
  await member.openBallot(matter);
  const first = reader(member, "ban-quet-dai").getByLabel("Trang 1 trên 300");
  const picture = first.locator("img");
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(500);
  expect((await shades(picture)).ink).toBeGreaterThan(0.005);
  const seen = Date.now() - begun;
  await readable(first);
  info.annotations.push({
    type: "figures",
    description: `picture after ${seen} ms, drawn after ${Date.now() - begun} ms; ${asked.size} requests, ${bytes} bytes`,
  });
  expect(asked.size).toBeGreaterThan(1);
  expect(asked.size).toBeLessThanOrEqual(12);
  expect(bytes).toBeGreaterThan(256 << 10);
  expect(bytes).toBeLessThan(4 << 20);
  await member.look("member-long-scan");
});

test("papers of five producers open to a readable first page with their text", async ({ as }) => {
  test.slow();
  const member = await as("bo-truong-noi-vu", "landscape");
  await member.openBallot(matter);
  await member.page.getByRole("button", { name: "Xem cả 6 tài liệu" }).click();
  for (const name of names.slice(1)) {
    await member.page
      .getByRole("list", { name: "Tài liệu" })
      .getByRole("button", { name: new RegExp(name) })
      .click();
    const first = reader(member, name).getByLabel("Trang 1 trên 1", { exact: true });
    await readable(first);
    const words = /groff|ghost/.test(name) ? "To trinh ve quy du tru tai chinh" : "Tờ trình về quỹ dự trữ tài chính";
    await expect.poll(async () => (await first.textContent())?.normalize("NFC")).toContain(words);
  }
  await member.look("member-producers");
});

test("a member finds words in a long draft: a hit opens its page, and small pictures of pages are pages", async ({
  as,
}, info) => {
  test.slow();
  const member = await as("bo-truong-cong-thuong", "landscape");
  const { page } = member;
  await member.openBallot(ballots.fresh);
  await readable(page.getByRole("region", { name: /^Tài liệu: Tờ trình/ }).getByLabel(/^Trang 1 trên/));
  const opening = timed(page, "Dự thảo Nghị định");
  await page
    .getByRole("list", { name: "Tài liệu" })
    .getByRole("button", { name: /Dự thảo Nghị định/ })
    .click();
  const draft = page.getByRole("region", { name: /^Tài liệu: Dự thảo Nghị định/ });
  await readable(draft.getByLabel(/^Trang 1 trên/));
  const { picture, drawn } = await opening;
  const total = await draft.getByRole("article").count();
  info.annotations.push({
    type: "figures",
    description: `a draft of ${total} pages: picture after ${picture} ms, drawn after ${drawn} ms`,
  });

  const tools = draft.getByRole("toolbar", { name: "Công cụ đọc" });
  await tools.getByRole("button", { name: "Tìm trong tài liệu" }).click();
  const panel = page.getByRole("search");
  const found = async (words: string) => {
    await panel.getByLabel("Từ cần tìm").fill(words);
    await expect(panel.getByRole("status")).toHaveText(/^\d+ chỗ$/); // all of it was searched
    return panel.getByRole("listitem").getByRole("button").all();
  };
  const goTo = async (hit: Locator, words: RegExp) => {
    const number = (await hit.textContent())?.match(/^Trang (\d+):/)?.[1];
    await hit.click();
    await expect(hit).toHaveAttribute("aria-current", "true");
    const lit = draft.getByLabel(`Trang ${number} trên ${total}`, { exact: true }).locator(".pdf-mark-active");
    await expect(lit.first()).toBeInViewport({ ratio: 0.9 });
    expect((await lit.allTextContents()).join(" ").normalize("NFC")).toMatch(words);
    await still(draft.locator(".pdf-view"));
    await expect(lit.first()).toBeInViewport({ ratio: 0.9 });
    await expect(tools.getByLabel("Trang", { exact: true })).toHaveValue(`${number}`);
  };
  // Many, among them at the head and at the foot of a page; the last first: each is a way back.
  const many = await found("nguoi co dat thu hoi");
  expect(many.length).toBeGreaterThan(30);
  for (const hit of many.slice(0, 12).reverse()) await goTo(hit, /^người có đất thu hồi$/i);
  const few = await found("mat nuoc ven bien");
  expect(few).toHaveLength(4);
  for (const hit of few.reverse()) await goTo(hit, /^mặt nước ven biển$/i);
  await member.look("member-hit");

  await tools.getByRole("button", { name: "Các trang" }).click();
  const small = page.getByRole("navigation", { name: "Các trang" }).locator("[aria-current=page] img");
  await expect.poll(() => small.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  const { ink, paper } = await shades(small);
  expect(ink).toBeGreaterThan(0.0005);
  expect(paper).toBeGreaterThan(0.5);
  await member.look("member-thumbnails");
});
