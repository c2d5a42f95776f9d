/**
 * Where rooms register: a folder src/<room> with routes.tsx is served under
 * /<room>, loaded when first visited; its nav.ts puts links in the navigation. No
 * list is kept here, so a new room touches only its own folder.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Me, Role } from "../api/session.ts";
import type { PlainKey } from "../i18n/index.ts";

/** One link of the navigation. */
export interface NavItem {
  href: string;
  label: PlainKey;
  /** Shown to those who hold one of these roles. */
  roles: Role[];
  /** What else is of it: paths that begin so, where no link of the person begins them further. */
  under?: string;
  /** Its place: lower comes first. The first one is the person's first page. */
  order: number;
}

const routes = import.meta.glob<{ default: ComponentType }>("../*/routes.tsx");
const navs = import.meta.glob<{ nav: NavItem[] }>("../*/nav.ts", { eager: true });

/** The screens of each room, by the first part of its paths. */
export const rooms: Record<string, LazyExoticComponent<ComponentType>> = Object.fromEntries(
  Object.entries(routes).map(([file, load]) => [file.split("/")[1] ?? "", lazy(load)]),
);

/** The links this person sees, in order. */
export function navigation(me: Me): NavItem[] {
  return Object.values(navs)
    .flatMap((module) => module.nav)
    .filter((item) => item.roles.some((role) => me.roles.includes(role)))
    .sort((a, b) => a.order - b.order);
}

/** The link where the person is: the longest that begins the path, else the one that it is under. */
export function linkOf(items: NavItem[], path: string): NavItem | undefined {
  const begins = (start: string | undefined) => start !== undefined && (path === start || path.startsWith(`${start}/`));
  const own = items.filter((item) => begins(item.href)).sort((a, b) => b.href.length - a.href.length)[0];
  return own ?? items.find((item) => begins(item.under));
}
