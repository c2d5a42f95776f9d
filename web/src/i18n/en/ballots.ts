import type { ballots as vi } from "../vi/ballots.ts";

export const ballots: Record<keyof typeof vi, string> = {
  "nav.ballots": "Opinion ballots",
  "nav.history": "My history",
  "nav.approvals": "To approve",
  "nav.asked": "Consultations",
};
