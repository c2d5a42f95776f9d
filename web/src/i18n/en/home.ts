import type { home as vi } from "../vi/home.ts";

export const home: Record<keyof typeof vi, string> = {
  "nav.today": "Today",
  "nav.office": "Work of the office",
};
