import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [
  {
    href: "/meetings",
    label: "nav.meetings",
    roles: ["member", "secretariat", "clerk", "unit", "drafter", "guest", "observer", "auditor"],
    order: 25,
  },
];
