/** The texts of src/annotations, which come with the reader of papers. */
import { addTexts } from "../index.ts";
import { annotations } from "../vi/annotations.ts";

addTexts(annotations);
