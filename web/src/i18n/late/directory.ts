/** The texts of looking people up. */
import { addTexts } from "../index.ts";
import { directory } from "../vi/directory.ts";

addTexts(directory);
