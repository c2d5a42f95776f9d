/** A mail server of the test's own: it takes every letter and keeps it. */
import { createServer, type Server as Net, type Socket } from "node:net";

export interface Letter {
  to: string;
  subject: string;
  /** The letter without its transfer encodings, calendar and all. */
  text: string;
}

export class Mailbox {
  readonly letters: Letter[] = [];
  #net: Net;

  private constructor(net: Net) {
    this.#net = net;
  }

  static async open(): Promise<Mailbox> {
    const net = createServer();
    const box = new Mailbox(net);
    net.on("connection", (socket) => box.#talk(socket));
    await new Promise<void>((resolve) => net.listen(0, "127.0.0.1", resolve));
    return box;
  }

  get url(): string {
    const address = this.#net.address();
    return `smtp://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  }

  close(): void {
    this.#net.close();
  }

  /** The letters to somebody, the oldest first. */
  to(address: string): Letter[] {
    return this.letters.filter((one) => one.to === address);
  }

  #talk(socket: Socket): void {
    let rest = "";
    let to = "";
    let data: string[] | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 mailbox");
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data && line === ".") {
          this.letters.push(read(to, data.join("\n")));
          data = null;
          say("250 taken");
        } else if (data) {
          data.push(line);
        } else if (line.startsWith("RCPT TO:")) {
          to = line.match(/<(.*)>/)?.[1] ?? "";
          say("250 ok");
        } else if (line === "DATA") {
          data = [];
          say("354 go on");
        } else if (line === "QUIT") {
          say("221 bye");
          socket.end();
        } else {
          say("250 ok");
        }
      }
    });
  }
}

function read(to: string, raw: string): Letter {
  const words = raw
    .match(/^Subject:(.*(?:\n[ \t].*)*)/m)?.[1]
    ?.trim()
    ?.replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?UTF-8\?q\?(.*?)\?=/gi, (_, text: string) => quoted(text.replaceAll("_", " ")));
  const parts = raw.split(/^--.*$/m).map((part) => {
    const [head = "", ...body] = part.split("\n\n");
    const text = body.join("\n\n");
    if (/base64/i.test(head)) return Buffer.from(text, "base64").toString("utf8");
    if (/quoted-printable/i.test(head)) return quoted(text.replace(/=\n/g, ""));
    return text;
  });
  // A calendar's long lines go on after a blank.
  return { to, subject: words ?? "", text: parts.join("\n").replace(/\r?\n /g, "") };
}

function quoted(text: string): string {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
}
