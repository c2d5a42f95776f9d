import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/people", label: "nav.people", roles: ["administrator"], order: 10 },
  { href: "/people/requests", label: "nav.requests", roles: ["administrator"], order: 11 },
  { href: "/people/members", label: "nav.members", roles: ["administrator"], order: 12 },
  { href: "/people/agencies", label: "nav.agencies", roles: ["administrator"], order: 13 },
  { href: "/people/body", label: "nav.body", roles: ["administrator"], order: 14 },
  { href: "/people/policies", label: "nav.policies", roles: ["administrator", "auditor"], order: 15 },
  { href: "/people/explain", label: "nav.explain", roles: ["administrator", "auditor"], order: 60 },
  { href: "/people/office", label: "nav.my_office", roles: ["member"], order: 50 },
];
