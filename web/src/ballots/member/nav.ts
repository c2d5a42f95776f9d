import type { NavItem } from "../../app/rooms.ts";

export const nav: NavItem[] = [{ href: "/ballots/history", label: "nav.history", roles: ["member"], order: 40 }];
