/** The calls of sign-in. They meet no gate: they are the gate. */
import { type CallOptions, request } from "../api/client.ts";

const bare: CallOptions = { bare: true };

/** What the password alone leads to. */
export interface Challenge {
  next: "totp";
  challenge: string;
}

export const signInCalls = {
  password: (login: string, password: string) => request<Challenge>("POST", "/api/session", { login, password }, bare),
  totp: (challenge: string, code: string) => request("POST", "/api/session/totp", { challenge, code }, bare),
  recovery: (challenge: string, code: string) => request("POST", "/api/session/recovery", { challenge, code }, bare),
  demo: (token: string) => request("POST", "/api/session/demo", { token }, bare),
  signingWindow: (password: string, code: string) =>
    request<{ until: string }>("POST", "/api/session/signing-window", { password, code }, bare),
};

/** The secret part of a link: never sent to the server in an address, and taken off the address bar at once. */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(history.state, "", location.pathname);
  return token;
}
