/** A gate before a model's endpoint: a test sees how many requests wait, lets them through, or has them fail. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { expect } from "@playwright/test";

export class Gate {
  /** Where requests go to; set when the endpoint is known. */
  target = "";
  /** Requests wait until they are let through. */
  holding = false;
  /** Every request is answered 503. */
  broken = false;
  readonly #waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly host: string,
  ) {}

  static async open(): Promise<Gate> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (!address || typeof address !== "object") throw new Error("The gate has no port.");
    const gate = new Gate(server, `127.0.0.1:${address.port}`);
    server.on("request", (request, response) => void gate.#answer(request, response));
    return gate;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (this.holding) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.broken) {
      response.writeHead(503).end();
      return;
    }
    const answer = await fetch(this.target + request.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: Buffer.concat(parts),
    });
    response.writeHead(answer.status, { "Content-Type": "application/json" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  /** Lets the next request through, once there is one. */
  async pass(): Promise<void> {
    await expect.poll(() => this.#waiting.length).toBeGreaterThan(0);
    this.#waiting.shift()?.();
  }

  /** Lets all through, now and later. */
  free(): void {
    this.holding = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  async close(): Promise<void> {
    this.free();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
