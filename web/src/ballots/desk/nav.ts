import type { NavItem } from "../../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/ballots/desk", label: "nav.ballots", roles: ["secretariat", "chair", "analyst", "auditor"], order: 20 },
];
