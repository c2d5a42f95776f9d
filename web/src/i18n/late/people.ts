/** The texts of src/people, which come with its screens. */
import { addTexts } from "../index.ts";
import { people } from "../vi/people.ts";

addTexts(people);
