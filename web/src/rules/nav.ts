import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/rules/profiles", label: "rules.nav", roles: ["administrator", "secretariat", "auditor"], order: 60 },
  {
    href: "/rules/calendar",
    label: "rules.nav_calendar",
    roles: ["administrator", "secretariat", "auditor"],
    order: 61,
  },
];
