/**
 * One socket for the whole client. It keeps itself connected (a fresh ticket each
 * time, growing pauses), resumes from the position it was told last, and hands each
 * frame to its store. It knows no screen and no cache.
 */
import { type ClientFrame, closed, type ServerFrame } from "./protocol.ts";

export interface SocketHost {
  /** A one-use ticket for the hello; null when nobody is signed in. */
  ticket: () => Promise<string | null>;
  frame: (frame: ServerFrame) => void;
  /** Connected, or not; `ended` when it will not try again by itself. */
  state: (state: "connecting" | "online" | "lost" | "ended") => void;
  language: () => string;
  /** Makes the socket; a test gives its own. */
  open: () => WebSocket;
}

const firstPause = 500;
const longestPause = 15_000;

export class LiveSocket {
  private readonly host: SocketHost;
  private socket: WebSocket | null = null;
  private readonly topics = new Map<string, number>();
  private position = "";
  private pause = firstPause;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private heartbeat = 30;
  private running = false;
  private ready = false;
  /** Frames counted on this connection; the server tells its own count. */
  private count = 0;
  /** The topics that the server knows of on this connection. */
  private told = new Set<string>();

  constructor(host: SocketHost) {
    this.host = host;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    void this.connect();
  }

  /** Ends the connection for good (sign-out); nothing of it is resumed. */
  stop(): void {
    this.running = false;
    this.position = "";
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    this.socket?.close(1000);
    this.socket = null;
    this.ready = false;
  }

  /** Tries now, without waiting for the pause to end (the network is back, the page is seen again). */
  hurry(): void {
    if (!this.running || this.socket) return;
    clearTimeout(this.timer);
    this.pause = firstPause;
    void this.connect();
  }

  /** Follows a topic until the returned function is called; several screens may follow one. */
  follow(topic: string): () => void {
    const count = this.topics.get(topic) ?? 0;
    this.topics.set(topic, count + 1);
    if (count === 0) this.send({ type: "subscribe", topics: [topic] });
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = (this.topics.get(topic) ?? 1) - 1;
      if (now > 0) {
        this.topics.set(topic, now);
        return;
      }
      this.topics.delete(topic);
      this.send({ type: "unsubscribe", topics: [topic] });
    };
  }

  /** Sends a frame when connected. What is not sent is not kept: subscriptions travel in the next hello. */
  send(frame: ClientFrame): boolean {
    if (!this.ready || !this.socket) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private async connect(): Promise<void> {
    clearTimeout(this.timer);
    this.host.state("connecting");
    let ticket: string | null;
    try {
      ticket = await this.host.ticket();
    } catch {
      return this.again();
    }
    if (!this.running) return;
    if (ticket === null) {
      this.running = false;
      return this.host.state("ended");
    }
    const socket = this.host.open();
    this.socket = socket;
    socket.onopen = () => {
      this.told = new Set(this.topics.keys());
      const hello: ClientFrame = { type: "hello", ticket, topics: [...this.told], lang: this.host.language() };
      if (this.position) hello.position = this.position;
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (message) => this.take(message.data);
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  private take(text: unknown): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(String(text));
    } catch {
      this.socket?.close(4400);
      return;
    }
    if (frame.type === "ready") {
      this.heartbeat = frame.heartbeat;
      this.pause = firstPause;
      this.count = 0;
      this.becameReady();
    } else if (frame.type === "at") {
      // Another count means that something was lost: come back from the last good position.
      if (frame.n !== this.count) {
        this.socket?.close(4000);
        return;
      }
      this.position = frame.position;
    } else if (frame.type !== "reply") {
      this.count++;
    }
    this.watch();
    this.host.frame(frame);
  }

  /** What was followed or left between hello and ready is told now. */
  private becameReady(): void {
    this.ready = true;
    const more = [...this.topics.keys()].filter((topic) => !this.told.has(topic));
    const less = [...this.told].filter((topic) => !this.topics.has(topic));
    if (more.length > 0) this.send({ type: "subscribe", topics: more });
    if (less.length > 0) this.send({ type: "unsubscribe", topics: less });
    this.host.state("online");
  }

  /** A connection that says nothing for two and a half heartbeats is dead, whatever the network stack believes. */
  private watch(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.socket?.close(4000), this.heartbeat * 2500);
  }

  private lost(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    clearTimeout(this.watchdog);
    this.socket = null;
    this.ready = false;
    if (!this.running) return;
    if (code === closed.bodyChanged || code === closed.badFrame) this.position = "";
    this.again();
  }

  private again(): void {
    this.host.state("lost");
    // Half fixed and half random, so that 10,000 clients do not come back in one moment.
    const wait = this.pause / 2 + Math.random() * (this.pause / 2);
    this.pause = Math.min(this.pause * 2, longestPause);
    this.timer = setTimeout(() => void this.connect(), wait);
  }
}
