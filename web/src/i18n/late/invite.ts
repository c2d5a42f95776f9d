/** The texts of invitations, which come with their screens. */
import { addTexts } from "../index.ts";
import { invite } from "../vi/invite.ts";

addTexts(invite);
