/** What specs are made of: a server for each file, somebody signed in, and how to look at a screen. */
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Demo, Server } from "./server.ts";

export { expect };

/** The sizes at which every screen is looked at: a tablet held both ways, and a desk. */
export const sizes = {
  portrait: { width: 1024, height: 1366 },
  landscape: { width: 1366, height: 1024 },
  desk: { width: 1440, height: 900 },
};

/** The sizes of this run: all, but for a quick look while writing a spec. */
const looked = Object.entries(sizes).filter(([size]) => (process.env.E2E_SIZES ?? size).split(",").includes(size));

/** Ballots of the demonstration, by words of their titles. */
export const ballots = {
  fresh: /Luật Đất đai/,
  half: /chia sẻ dữ liệu số/,
  near: /đấu thầu thuốc/,
  round: /nước dưới đất/,
  closed: /quyền tự chủ/,
  options: /đường sắt/,
  certified: /trụ sở công/,
  recalled: /cảng xanh/,
  approved: /nguồn cải cách tiền lương/,
  submitted: /giảm thuế giá trị gia tăng/,
  draft: /bệnh không lây nhiễm/,
} as const;

/** Somebody at a browser of their own. */
export class Visitor {
  constructor(
    readonly page: Page,
    readonly login: string,
    readonly server: Server,
    readonly demo: Demo,
  ) {}

  /** A one-time code of theirs that was not used before. */
  async code(): Promise<string> {
    const answer = await this.server.get<{ code: string }>(`/api/demo/code?login=${this.login}`);
    return answer.code;
  }

  /** Fills the window that asks who one is before signing. */
  async sign(): Promise<void> {
    const window = this.page.getByRole("dialog", { name: "Xác nhận danh tính để ký" });
    await window.getByLabel("Mật khẩu").fill(this.demo.password);
    await window.getByLabel("Mã 6 chữ số").fill(await this.code());
    await window.getByRole("button", { name: "Xác nhận", exact: true }).click();
    await expect(window).toBeHidden();
  }

  /** Opens a ballot from the first page. */
  async openBallot(title: RegExp): Promise<void> {
    await this.page.getByRole("main").getByRole("link", { name: title }).first().click();
    await expect(this.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }

  /** Looks at the screen at every size: accessible by WCAG 2.2 AA, nothing cut off sideways, a picture kept. */
  async look(name: string): Promise<void> {
    const before = this.page.viewportSize() ?? sizes.portrait;
    for (const [size, viewport] of looked) {
      await this.page.setViewportSize(viewport);
      await settled(this.page);
      await this.page.screenshot({ path: `out/shots/${name}-${size}.png` });
      const wide = await this.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(wide, `${name} at ${size} is wider than the screen`).toBeLessThanOrEqual(0);
      expect.soft(await violations(this.page), `${name} at ${size}: accessibility`).toEqual([]);
    }
    await this.page.setViewportSize(before);
  }
}

/** Waits for what is drawn after a change of size: two frames, fonts, finished animations. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    );
  });
}

/** What axe finds against WCAG 2.2 AA, in words. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary ?? rule.help}`),
  );
}

/** What the browser complained about, but for what a test said it would. */
class Console {
  readonly #said: string[] = [];
  readonly #expected: RegExp[] = [];

  watch(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.#said.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => this.#said.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  }

  /** A complaint that belongs to the test, such as an answer of 409. */
  expect(words: RegExp): void {
    this.#expected.push(words);
  }

  get complaints(): string[] {
    return this.#said.filter((line) => !this.#expected.some((words) => words.test(line)));
  }
}

interface Fixtures {
  server: Server;
  demo: Demo;
  browserConsole: Console;
  /** Signs somebody in by the link of the demonstration, in a browser of their own. */
  as: (login: string, size?: keyof typeof sizes) => Promise<Visitor>;
  /** Moves the clock of the demonstration forward. */
  clock: { forward: (by: string | Date) => Promise<void> };
}

interface WorkerFixtures {
  servers: { of: (file: string) => Promise<Server> };
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // One server at a time for each worker, a new one for each spec file.
  servers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      let current: { file: string; server: Server } | undefined;
      await use({
        of: async (file) => {
          if (current?.file !== file) {
            await current?.server.discard();
            current = { file, server: await Server.copy() };
          }
          return current.server;
        },
      });
      await current?.server.discard();
    },
    { scope: "worker" },
  ],
  server: async ({ servers }, use, info) => use(await servers.of(info.file)),
  demo: async ({ server }, use) => use(await server.demo()),
  clock: async ({ server }, use) => use({ forward: (by) => server.forward(by) }),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  browserConsole: async ({}, use) => {
    const console = new Console();
    await use(console);
    expect(console.complaints, "the browser's console").toEqual([]);
  },
  as: async ({ browser, server, demo, browserConsole }, use) => {
    const open: BrowserContext[] = [];
    await use(async (login, size = "portrait") => {
      const account = demo.accounts.find((one) => one.login === login);
      if (!account) throw new Error(`Nobody is called ${login}.`);
      const context = await browser.newContext({ baseURL: server.url, viewport: sizes[size], acceptDownloads: true });
      open.push(context);
      browserConsole.watch(context);
      const page = await context.newPage();
      await page.goto(account.path);
      await expect(page.getByRole("banner")).toContainText(account.name);
      return new Visitor(page, login, server, demo);
    });
    await Promise.all(open.map((context) => context.close()));
  },
});
