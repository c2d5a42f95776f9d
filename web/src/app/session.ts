/** Beginning and ending a session, and the two gates that a call may meet on its way. */
import { create } from "zustand";
import { wipeVault } from "../annotations/wipe.ts";
import { request, setGates } from "../api/client.ts";
import { queries } from "../api/query.ts";
import { forgetKept, type Me, meKey, refreshMe } from "../api/session.ts";
import type { Language } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { forgetAll, socket } from "../live/store.ts";

interface Gate {
  /** Which window stands in front of the screen. */
  open: "" | "sign-in" | "signing";
}

export const useGate = create<Gate>(() => ({ open: "" }));

let waiting: { gate: "sign-in" | "signing"; answer: Promise<boolean>; settle: (passed: boolean) => void } | null = null;

/** Shows a gate and waits; calls that meet the same gate meanwhile wait with it. */
export async function openGate(gate: "sign-in" | "signing"): Promise<boolean> {
  if (waiting && waiting.gate !== gate) await waiting.answer;
  if (!waiting) {
    let settle: (passed: boolean) => void = () => undefined;
    const answer = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    waiting = { gate, answer, settle };
    useGate.setState({ open: gate });
  }
  return waiting.answer;
}

/** Closes the gate: passed, or left. */
export function closeGate(passed: boolean): void {
  const gate = waiting;
  waiting = null;
  useGate.setState({ open: "" });
  gate?.settle(passed);
}

export function startGates(): void {
  setGates({
    signIn: () => openGate("sign-in"),
    signingWindow: () => openGate("signing"),
    signingOpen: () => {
      const until = queries.getQueryData<Me | null>(meKey)?.session.signing_until;
      return typeof until === "string" && Date.parse(until) > serverNow();
    },
  });
}

/** After sign-in: who is it, and is it the person whose screen is still open? */
export async function signedIn(): Promise<Me | null> {
  const before = queries.getQueryData<Me | null>(meKey);
  const me = await refreshMe();
  if (before && me && before.person.id !== me.person.id) {
    location.assign("/");
    return me;
  }
  socket.start();
  return me;
}

/** Ends the session here and on the server, and wipes what this browser holds of it. */
export async function signOut(): Promise<void> {
  try {
    await request("DELETE", "/api/session", undefined, { bare: true });
  } finally {
    forgetAll();
    wipeVault();
    forgetKept();
    location.assign("/");
  }
}

/** Remembers the language with the person, for what the server writes to them. */
export function keepLanguage(language: Language): void {
  // The screen has changed already; a failure here loses nothing that the person sees.
  request("PUT", "/api/me/language", { language }, { bare: true }).catch(() => undefined);
}

/** Works for another body that the person serves: everything on the screen belongs to the former one. */
export async function chooseBody(body: string): Promise<void> {
  await request("PUT", "/api/session/body", { body });
  forgetAll();
  location.assign("/");
}
