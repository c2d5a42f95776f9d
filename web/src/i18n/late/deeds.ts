/** The texts of the papers of sessions, which come with their screens. */
import { addTexts } from "../index.ts";
import { deeds } from "../vi/deeds.ts";

addTexts(deeds);
