/** What specs are made of: a server for each file, somebody signed in, and how to look at a screen. */
import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Language } from "./language.ts";
import { faults } from "./screen.ts";
import { Server } from "./server.ts";

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

/** Sessions of the demonstration, by words of their titles. */
export const sessions = {
  past: /thường kỳ tháng 10/,
  running: /xây dựng pháp luật/,
  coming: /thường kỳ tháng 11/,
} as const;

/** Somebody at a browser of their own. */
export class Visitor {
  /** In which the screen must be. */
  language: Language = "vi";

  constructor(
    readonly page: Page,
    public login: string,
    readonly server: Server,
  ) {}

  async password(): Promise<string> {
    return (await this.server.demo()).password;
  }

  /** A one-time code of theirs that was not used before. */
  async code(): Promise<string> {
    const answer = await this.server.get<{ code: string }>(`/api/demo/code?login=${this.login}`);
    return answer.code;
  }

  /** The window that asks who one is before signing. */
  signing(): Locator {
    return this.page.getByRole("dialog", { name: "Xác nhận danh tính để ký" });
  }

  /** Fills that window. */
  async sign(): Promise<void> {
    await this.signing()
      .getByLabel("Mật khẩu")
      .fill(await this.password());
    await this.signing()
      .getByLabel("Mã 6 chữ số")
      .fill(await this.code());
    await this.signing().getByRole("button", { name: "Xác nhận" }).click();
    await expect(this.signing()).toBeHidden();
  }

  /** The same person in another tab of the same browser. */
  async tab(): Promise<Visitor> {
    return new Visitor(await this.page.context().newPage(), this.login, this.server);
  }

  /** Opens a ballot from the first page. */
  async openBallot(title: RegExp): Promise<void> {
    await this.page.getByRole("main").getByRole("link", { name: title }).first().click();
    await expect(this.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }

  /** What the server tells this person. */
  async get<T>(path: string): Promise<T> {
    const answer = await this.page.request.get(path);
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** A command over the API, where a spec is not about its screen. */
  async act<T>(path: string, data: unknown, method: "POST" | "PUT" = "POST"): Promise<T> {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const answer = await this.page.request.fetch(path, { method, data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (answer.status() === 204 ? undefined : await answer.json()) as T;
  }

  /** The thing of a list with that title or name. */
  async find(list: string, title: RegExp): Promise<{ id: string }> {
    const { items } = await this.get<{ items: { id: string; title?: string; full_name?: string }[] }>(list);
    const found = items.find((one) => title.test(one.title ?? one.full_name ?? ""));
    if (!found) throw new Error(`${list} has nothing called ${title} for ${this.login}.`);
    return found;
  }

  /** Waits until the screen is there with its content: a title, nothing loading, no refusal. */
  async arrived(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(this.page.getByText(/^(Đang tải|Đang mở|Loading|Opening)/)).toHaveCount(0);
    await expect(this.page.getByRole("main").getByRole("alert")).toHaveCount(0);
  }

  /** Looks at the screen at every size; E2E_SHOTS keeps a picture of each in out/shots. */
  async look(name: string): Promise<void> {
    const before = this.page.viewportSize() ?? sizes.portrait;
    for (const [size, viewport] of looked) {
      await this.page.setViewportSize(viewport);
      expect.soft(await faults(this.page, this.language), `${name} at ${size}`).toEqual([]);
      if (process.env.E2E_SHOTS) await this.page.screenshot({ path: `out/shots/${name}-${size}.png` });
    }
    await this.page.setViewportSize(before);
  }

  /** The same on a telephone: who is asked by a link opens it where the mail was read. */
  async lookOnPhone(name: string): Promise<void> {
    const before = this.page.viewportSize() ?? sizes.portrait;
    await this.page.setViewportSize({ width: 390, height: 844 });
    expect.soft(await faults(this.page, this.language), `${name} on a telephone`).toEqual([]);
    if (process.env.E2E_SHOTS) await this.page.screenshot({ path: `out/shots/${name}-phone.png` });
    await this.page.setViewportSize(before);
  }

  /** Chooses the language as everybody does. */
  async speak(language: Language): Promise<void> {
    this.language = language;
    await this.page.getByRole("button", { name: /^(Ngôn ngữ|Language)$/ }).click();
    await this.page.getByRole("menuitem", { name: language === "en" ? "English" : "Tiếng Việt" }).click();
    await expect(this.page.locator("html")).toHaveAttribute("lang", language);
  }
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
  browserConsole: Console;
  /** A browser of its own in which nobody is signed in. */
  anybody: (size?: keyof typeof sizes) => Promise<Visitor>;
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
  clock: async ({ server }, use) => use({ forward: (by) => server.forward(by) }),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  browserConsole: async ({}, use) => {
    const console = new Console();
    await use(console);
    expect(console.complaints, "the browser's console").toEqual([]);
  },
  anybody: async ({ browser, server, browserConsole }, use) => {
    const open: BrowserContext[] = [];
    await use(async (size = "portrait") => {
      const context = await browser.newContext({ baseURL: server.url, viewport: sizes[size], acceptDownloads: true });
      open.push(context);
      browserConsole.watch(context);
      return new Visitor(await context.newPage(), "", server);
    });
    await Promise.all(open.map((context) => context.close()));
  },
  as: async ({ anybody, server }, use) =>
    use(async (login, size) => {
      const account = (await server.demo()).accounts.find((one) => one.login === login);
      if (!account) throw new Error(`Nobody is called ${login}.`);
      const visitor = await anybody(size);
      visitor.login = login;
      await visitor.page.goto(account.path);
      await expect(visitor.page.getByRole("banner")).toContainText(account.name);
      return visitor;
    }),
});
