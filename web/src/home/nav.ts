import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [{ href: "/home", label: "nav.today", roles: ["member"], order: 0 }];
