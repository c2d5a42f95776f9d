/** The texts of src/files, which come with it. */
import { addTexts } from "../index.ts";
import { files } from "../vi/files.ts";

addTexts(files);
