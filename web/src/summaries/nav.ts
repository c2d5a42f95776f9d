import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/summaries", label: "nav.summaries", roles: ["analyst"], order: 10 },
  { href: "/summaries", label: "nav.summaries", roles: ["secretariat"], order: 26 },
  { href: "/summaries/assist", label: "nav.assist", roles: ["administrator"], order: 16 },
  { href: "/summaries/tables", label: "nav.tables", roles: ["drafter"], order: 12, under: "/summaries" },
  { href: "/summaries/tables", label: "tables.nav", roles: ["auditor"], order: 16, under: "/summaries" },
];
