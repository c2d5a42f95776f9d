/** The texts of signing in, setting up and one's account, which come with their screens. */
import { addTexts } from "../index.ts";
import { signin } from "../vi/signin.ts";

addTexts(signin);
