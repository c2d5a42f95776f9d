import type { NavItem } from "../../app/rooms.ts";

export const nav: NavItem[] = [{ href: "/ballots/approvals", label: "nav.approvals", roles: ["approver"], order: 10 }];
