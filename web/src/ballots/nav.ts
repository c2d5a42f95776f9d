import type { NavItem } from "../app/rooms.ts";

/** The links of all areas of this room: each keeps its own nav.ts. */
export const nav: NavItem[] = Object.values(
  import.meta.glob<{ nav: NavItem[] }>("./*/nav.ts", { eager: true }),
).flatMap((area) => area.nav);
