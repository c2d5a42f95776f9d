/** All texts at once, for tests. */
import "./annotations.ts";
import "./audit.ts";
import "./consult.ts";
import "./deeds.ts";
import "./desk.ts";
import "./directory.ts";
import "./dossiers.ts";
import "./files.ts";
import "./invite.ts";
import "./meetings.ts";
import "./member.ts";
import "./office.ts";
import "./people.ts";
import "./screen.ts";
import "./signin.ts";
import "./summaries.ts";
import "./tasks.ts";
