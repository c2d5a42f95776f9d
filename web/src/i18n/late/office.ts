/** The texts of a member's office, which come with its screens. */
import { addTexts } from "../index.ts";
import { office } from "../vi/office.ts";

addTexts(office);
