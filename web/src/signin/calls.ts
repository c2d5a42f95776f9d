/** The calls of sign-in. They meet no gate: they are the gate. */
import { type CallOptions, request } from "../api/client.ts";

const bare: CallOptions = { bare: true };

/** What the password alone leads to: a code is needed, within 5 minutes. */
interface Challenge {
  needs: "totp";
  challenge: string;
}

/** What an enrolment link opens: the secret of the one-time codes, as letters and for a picture. */
export interface Enrolment {
  login: string;
  secret: string;
  uri: string;
  /** The present password and codes will end. */
  replace: boolean;
  until: string;
}

export const signInCalls = {
  password: (login: string, password: string) => request<Challenge>("POST", "/api/session", { login, password }, bare),
  totp: (challenge: string, code: string) => request("POST", "/api/session/totp", { challenge, code }, bare),
  recovery: (challenge: string, code: string) => request("POST", "/api/session/recovery", { challenge, code }, bare),
  demo: (token: string) => request("POST", "/api/session/demo", { token }, bare),
  signingWindow: (password: string, code: string) =>
    request<{ until: string }>("POST", "/api/session/signing-window", { password, code }, bare),
  setUp: (body: { token: string; name_vi: string; name_en: string; full_name: string; login: string }) =>
    request<{ link: string }>("POST", "/api/setup", body, bare),
  openEnrolment: (token: string) => request<Enrolment>("POST", "/api/enrolments/open", { token }, bare),
  enrol: (token: string, password: string, code: string) =>
    request<{ recovery_codes: string[] }>("POST", "/api/enrolments", { token, password, code }, bare),
};

/** The name used for the last sign-in in this window, so that it need not be typed again when the session ends. */
let lastLogin = "";
export const rememberLogin = (login: string) => {
  lastLogin = login;
};
export const rememberedLogin = () => lastLogin;

let taken = { path: "", token: "" };

/**
 * The secret part of a link: never sent to the server in an address, and taken off
 * the address bar at once. It answers the same again: React may begin a screen twice.
 */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token) {
    taken = { path: location.pathname, token };
    history.replaceState(history.state, "", location.pathname);
  }
  return taken.path === location.pathname ? taken.token : "";
}
