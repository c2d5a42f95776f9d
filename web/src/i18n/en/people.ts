import type { people as vi } from "../vi/people.ts";

export const people: Record<keyof typeof vi, string> = {
  "nav.people": "People",
  "nav.rules": "Rules",
  "nav.calendar": "Calendar",
};
