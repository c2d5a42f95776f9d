import type { nav as vi } from "../vi/nav.ts";

export const nav: Record<keyof typeof vi, string> = {
  "nav.my_dossiers": "My dossiers",
  "nav.check": "Dossier check",
  "nav.meetings": "Sessions",
  "nav.summaries": "Synthesis",
  "nav.tasks": "Tasks",
  "nav.assist": "Assisting model",
  "nav.tables": "Accept or explain",
  "tables.nav": "Synthesis tables",
  "nav.people": "People",
  "nav.requests": "Two-person requests",
  "nav.members": "Members",
  "nav.agencies": "Agencies",
  "nav.body": "Settings",
  "nav.policies": "Permissions",
  "nav.explain": "Why permitted?",
  "nav.my_office": "My office",
  "nav.audit": "Audit",
  "nav.journal": "Journal",
  "rules.nav": "Rules",
  "rules.nav_calendar": "Working days",
};
