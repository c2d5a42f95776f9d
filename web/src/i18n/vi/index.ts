import { annotations } from "./annotations.ts";
import { answers } from "./answers.ts";
import { approvals } from "./approvals.ts";
import { assist } from "./assist.ts";
import { audit } from "./audit.ts";
import { consult } from "./consult.ts";
import { core } from "./core.ts";
import { course } from "./course.ts";
import { deeds } from "./deeds.ts";
import { desk } from "./desk.ts";
import { directory } from "./directory.ts";
import { dossiers } from "./dossiers.ts";
import { files } from "./files.ts";
import { filing } from "./filing.ts";
import { invite } from "./invite.ts";
import { keys } from "./keys.ts";
import { letters } from "./letters.ts";
import { meetings } from "./meetings.ts";
import { member } from "./member.ts";
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
import { versions } from "./versions.ts";

/**
 * The source language, whole: its type is that of every key. A key is written once,
 * in the file of its room. The rooms outside core bring theirs (see ../late).
 */
export const vi = {
  ...core,
  ...deeds,
  ...desk,
  ...member,
  ...consult,
  ...letters,
  ...approvals,
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
  ...signin,
  ...screen,
  ...papers,
  ...rehearse,
} as const;
