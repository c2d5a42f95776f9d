/** The texts of src/projector and of the room, which come with their screens. */
import { addTexts } from "../index.ts";
import { screen } from "../vi/screen.ts";

addTexts(screen);
