/** The texts of rehearsals, which come with their window. */
import { addTexts } from "../index.ts";
import { rehearse } from "../vi/rehearse.ts";

addTexts(rehearse);
