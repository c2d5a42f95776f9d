import { ballots } from "./ballots.ts";
import { common } from "./common.ts";
import { home } from "./home.ts";
import { nav } from "./nav.ts";
import { ui } from "./ui.ts";

/** What comes with the first page: the shell, and the first page of a member. */
export const core = {
  ...common,
  ...ui,
  ...nav,
  ...home,
  ...ballots,
} as const;
