/** The texts of src/summaries, which come with its screens. */
import { addTexts } from "../index.ts";
import { answers } from "../vi/answers.ts";
import { assist } from "../vi/assist.ts";
import { course } from "../vi/course.ts";
import { keys } from "../vi/keys.ts";
import { submission } from "../vi/submission.ts";
import { summaries } from "../vi/summaries.ts";
import { versions } from "../vi/versions.ts";

addTexts({ ...summaries, ...assist, ...course, ...versions, ...answers, ...submission, ...keys });
