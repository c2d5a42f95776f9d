/** The texts of consultations. */
import { addTexts } from "../index.ts";
import { consult } from "../vi/consult.ts";

addTexts(consult);
