/** The texts of src/audit and src/rules: the journal speaks of both. */
import { addTexts } from "../index.ts";
import { audit } from "../vi/audit.ts";
import { rules } from "../vi/rules.ts";

addTexts({ ...audit, ...rules });
