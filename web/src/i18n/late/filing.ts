/** The texts of how an opinion was filed, which come with that part of the ballot's page. */
import { addTexts } from "../index.ts";
import { filing } from "../vi/filing.ts";

addTexts(filing);
