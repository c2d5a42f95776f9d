import { approvals } from "./approvals.ts";
import { audit } from "./audit.ts";
import { ballots } from "./ballots.ts";
import { common } from "./common.ts";
import { desk } from "./desk.ts";
import { dossiers } from "./dossiers.ts";
import { home } from "./home.ts";
import { member } from "./member.ts";
import { office } from "./office.ts";
import { people } from "./people.ts";
import { result } from "./result.ts";
import { rules } from "./rules.ts";
import { signin } from "./signin.ts";
import { ui } from "./ui.ts";

/** The source language. A key is written once, in the file of its room. */
export const vi = {
  ...common,
  ...ui,
  ...signin,
  ...home,
  ...ballots,
  ...desk,
  ...approvals,
  ...member,
  ...office,
  ...result,
  ...dossiers,
  ...people,
  ...audit,
  ...rules,
} as const;
