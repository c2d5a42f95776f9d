import type { NavItem } from "../../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/ballots/asked", label: "nav.asked", roles: ["respondent", "clerk", "unit", "drafter"], order: 45 },
];
