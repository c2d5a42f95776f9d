/** All texts at once, for tests. */
import "./audit.ts";
import "./desk.ts";
import "./dossiers.ts";
import "./office.ts";
import "./people.ts";
