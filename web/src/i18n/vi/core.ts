import { ballots } from "./ballots.ts";
import { common } from "./common.ts";
import { home } from "./home.ts";
import { member } from "./member.ts";
import { nav } from "./nav.ts";
import { ui } from "./ui.ts";

/** What comes with the first page: the shell, and what a member reads and answers. */
export const core = {
  ...common,
  ...ui,
  ...nav,
  ...home,
  ...ballots,
  ...member,
} as const;
