/** The texts of src/dossiers, which come with its screens. */
import { addTexts } from "../index.ts";
import { dossiers } from "../vi/dossiers.ts";

addTexts(dossiers);
