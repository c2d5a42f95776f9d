/** The frames of subprotocol ecabinet.v1, as docs/protocol.md describes them. */
export const subprotocol = "ecabinet.v1";

/** The server's address of the socket. */
export const livePath = "/api/live";

export type ServerFrame =
  | { type: "ready"; connection: string; server_time: string; heartbeat: number }
  | { type: "view"; topic: string; ref: string; rev: number; data: unknown }
  | { type: "gone"; topic: string; ref?: string }
  | { type: "whole"; topic: string; refs: string[] }
  | { type: "gap"; topic: string }
  | { type: "signal"; topic: string; ref: string; data: unknown }
  | { type: "at"; n: number; position: string; server_time?: string }
  | { type: "reply"; id: string; status: number; body?: unknown };

export type ClientFrame =
  | { type: "hello"; ticket: string; topics: string[]; position?: string; lang: string }
  | { type: "subscribe" | "unsubscribe"; topics: string[] }
  | { type: "command"; id: string; method: string; path: string; key?: string; body?: unknown };

/** Why the server closed, beyond the codes of RFC 6455. */
export const closed = { badFrame: 4400, signedOut: 4401, helloLate: 4408, bodyChanged: 4409, tooMany: 4429 } as const;
