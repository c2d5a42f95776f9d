import type { vi } from "../vi/index.ts";
import { annotations } from "./annotations.ts";
import { answers } from "./answers.ts";
import { approvals } from "./approvals.ts";
import { assist } from "./assist.ts";
import { audit } from "./audit.ts";
import { ballots } from "./ballots.ts";
import { common } from "./common.ts";
import { consult } from "./consult.ts";
import { course } from "./course.ts";
import { deeds } from "./deeds.ts";
import { desk } from "./desk.ts";
import { directory } from "./directory.ts";
import { dossiers } from "./dossiers.ts";
import { files } from "./files.ts";
import { filing } from "./filing.ts";
import { home } from "./home.ts";
import { invite } from "./invite.ts";
import { keys } from "./keys.ts";
import { letters } from "./letters.ts";
import { meetings } from "./meetings.ts";
import { member } from "./member.ts";
import { nav } from "./nav.ts";
import { office } from "./office.ts";
import { papers } from "./papers.ts";
import { people } from "./people.ts";
import { rehearse } from "./rehearse.ts";
import { result } from "./result.ts";
import { rules } from "./rules.ts";
import { screen } from "./screen.ts";
import { signin } from "./signin.ts";
import { submission } from "./submission.ts";
import { summaries } from "./summaries.ts";
import { tasks } from "./tasks.ts";
import { ui } from "./ui.ts";
import { versions } from "./versions.ts";

/** English, complete by type: a key missing here does not compile. */
export const en: Record<keyof typeof vi, string> = {
  ...common,
  ...ui,
  ...signin,
  ...nav,
  ...home,
  ...ballots,
  ...deeds,
  ...desk,
  ...approvals,
  ...member,
  ...consult,
  ...letters,
  ...office,
  ...result,
  ...dossiers,
  ...people,
  ...audit,
  ...rules,
  ...directory,
  ...meetings,
  ...tasks,
  ...summaries,
  ...assist,
  ...course,
  ...versions,
  ...answers,
  ...submission,
  ...keys,
  ...filing,
  ...files,
  ...annotations,
  ...invite,
  ...screen,
  ...papers,
  ...rehearse,
};
