/** The texts of opinions that came by letter. */
import { addTexts } from "../index.ts";
import { letters } from "../vi/letters.ts";

addTexts(letters);
