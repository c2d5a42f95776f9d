import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [
  {
    href: "/tasks",
    label: "nav.tasks",
    roles: ["member", "secretariat", "chair", "approver", "clerk", "unit", "drafter", "auditor"],
    order: 28,
  },
];
