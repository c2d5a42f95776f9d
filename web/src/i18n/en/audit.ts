import type { audit as vi } from "../vi/audit.ts";

export const audit: Record<keyof typeof vi, string> = {
  "nav.audit": "Audit",
};
