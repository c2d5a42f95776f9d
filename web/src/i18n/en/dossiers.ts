import type { dossiers as vi } from "../vi/dossiers.ts";

export const dossiers: Record<keyof typeof vi, string> = {
  "nav.dossiers": "Dossiers",
  "nav.my_dossiers": "My dossiers",
};
