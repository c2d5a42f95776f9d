/** The texts of src/tasks, which come with its screens. */
import { addTexts } from "../index.ts";
import { tasks } from "../vi/tasks.ts";

addTexts(tasks);
