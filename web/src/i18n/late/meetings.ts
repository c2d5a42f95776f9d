/** The texts of src/meetings, which come with its screens. */
import { addTexts } from "../index.ts";
import { meetings } from "../vi/meetings.ts";
import { papers } from "../vi/papers.ts";

addTexts(meetings);
addTexts(papers);
