/** The texts of reading and answering a ballot, and of its parts wherever they are shown. */
import { addTexts } from "../index.ts";
import { member } from "../vi/member.ts";

addTexts(member);
