/** The texts of the desk, the approvals and the result, which come with their screens. */
import { addTexts } from "../index.ts";
import { approvals } from "../vi/approvals.ts";
import { desk } from "../vi/desk.ts";
import { result } from "../vi/result.ts";

addTexts({ ...approvals, ...desk, ...result });
