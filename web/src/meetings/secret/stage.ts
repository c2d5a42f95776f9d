import type { Vote } from "../types.ts";
import type { Held } from "./urn.ts";

/** Where a member stands in a secret vote. */
export function stage(
  vote: Pick<Vote, "phase">,
  taken: boolean,
  held: Held,
): "take" | "wait" | "choose" | "sending" | "in" | "elsewhere" | "late" {
  if (held.receipt) return "in";
  if (held.spent) return "sending";
  if (held.signature) return vote.phase === "taking" ? "wait" : vote.phase === "casting" ? "choose" : "late";
  if (taken && !held.paper) return "elsewhere";
  return vote.phase === "taking" || (taken && held.paper) ? "take" : "late";
}
