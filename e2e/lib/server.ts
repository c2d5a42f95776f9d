/** Starts and stops the program over a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function binary(): string {
  const bin = process.env.ECABINET_BIN;
  if (!bin) throw new Error("Name the program to test in ECABINET_BIN.");
  return bin;
}

/** Somebody of the demonstration, as GET /api/demo lists them. */
export interface Account {
  login: string;
  name: string;
  post: string;
  roles: string[];
  path: string;
  secret: string;
}

export interface Demo {
  password: string;
  accounts: Account[];
}

export class Server {
  #process!: ChildProcess;
  #ended!: Promise<number | null>;
  #output = "";
  #demo: Promise<Demo> | undefined;

  private constructor(
    readonly url: string,
    readonly folder: string,
    private readonly args: string[],
  ) {}

  async #start(): Promise<this> {
    this.#output = "";
    this.#process = spawn(binary(), this.args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#ended = new Promise((resolve) => this.#process.once("exit", resolve));
    const keep = (bytes: Buffer) => {
      this.#output += bytes;
    };
    this.#process.stdout?.on("data", keep);
    this.#process.stderr?.on("data", keep);
    await this.#ready();
    return this;
  }

  /** Starts it once more, after it was stopped, over the same folder at the same place. */
  again(): Promise<this> {
    return this.#start();
  }

  /** The demonstration over a copy of what the global set-up laid down. */
  static async copy(more: string[] = []): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "ecabinet-e2e-"));
    cpSync(seeded(), folder, { recursive: true });
    const port = await freePort();
    const args = ["demo", "-keep", "-listen", `127.0.0.1:${port}`, "-data", folder, ...more];
    return new Server(`http://127.0.0.1:${port}`, folder, args).#start();
  }

  /** The program with no settings but where to listen and to keep: empty, with its one-use link. */
  static async empty(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "ecabinet-e2e-"));
    const port = await freePort();
    return new Server(`http://127.0.0.1:${port}`, folder, [
      "serve",
      "-listen",
      `127.0.0.1:${port}`,
      "-data",
      folder,
    ]).#start();
  }

  async #ready(): Promise<void> {
    const until = Date.now() + 60_000;
    for (;;) {
      const ended = await Promise.race([this.#ended.then(() => true), turn(100)]);
      if (ended) throw new Error(`The program ended before it was ready:\n${this.#output}`);
      if (/ready (after|at) .*\n/.test(this.#output)) return;
      if (Date.now() > until) throw new Error(`The program is not ready after a minute:\n${this.#output}`);
    }
  }

  /** What it printed so far. */
  get output(): string {
    return this.#output;
  }

  /** The public key as the operator prints it, in hex. */
  key(): string {
    const told = execFileSync(binary(), ["key", "-data", this.folder], { encoding: "utf8" });
    return told.match(/[0-9a-f]{64}/)?.[0] ?? "";
  }

  /** Ends the program and says with what code. */
  async stop(): Promise<number | null> {
    this.#process.kill("SIGTERM");
    return this.#ended;
  }

  async discard(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Who is in the demonstration, and the password of all. */
  demo(): Promise<Demo> {
    this.#demo ??= this.get<Demo>("/api/demo");
    return this.#demo;
  }

  /** Moves the clock by "2h" or "3d", or to a time. */
  async forward(by: string | Date): Promise<void> {
    const body = typeof by === "string" ? { forward: by } : { to: by.toISOString() };
    const answer = await fetch(`${this.url}/api/demo/clock`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The clock does not move: ${await answer.text()}`);
  }
}

/** Where the global set-up laid the demonstration down. */
export function seeded(): string {
  const folder = process.env.ECABINET_SEEDED;
  if (!folder) throw new Error("The global set-up has not run.");
  return folder;
}

/** A short pause between two looks at a condition, which decides nothing by itself. */
function turn(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, ms, false));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
