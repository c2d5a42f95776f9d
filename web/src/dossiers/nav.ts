import type { NavItem } from "../app/rooms.ts";

export const nav: NavItem[] = [
  { href: "/dossiers", label: "nav.my_dossiers", roles: ["drafter"], order: 10 },
  { href: "/dossiers/check", label: "nav.check", roles: ["secretariat"], order: 25 },
];
