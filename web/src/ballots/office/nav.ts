import type { NavItem } from "../../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/ballots/office", label: "nav.office", roles: ["clerk", "unit", "head"], order: 20 },
];
