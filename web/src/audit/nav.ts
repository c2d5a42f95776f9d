import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/audit", label: "nav.audit", roles: ["auditor"], order: 15 },
  { href: "/audit/journal", label: "nav.journal", roles: ["auditor", "administrator"], order: 55 },
];
