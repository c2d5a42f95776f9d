/** What a screen in the room has on, from what goes on. Pure. */
import type { Schema } from "../api/types.ts";

export type Screen = Schema<"ScreenView">;
export type Presented = Schema<"PresentedView">;
export type Show = "blank" | "check_in" | "seats" | "break" | "over" | "vote" | "result" | "page" | "item";

export function showing(view: Screen, presented: Presented | undefined): Show {
  if (view.state === "adjourned" || view.state === "cancelled") return "over";
  if (view.scene) return view.scene;
  if (view.state === "paused") return "break";
  if (view.state !== "running") return "check_in";
  if (view.vote?.state === "open") return "vote";
  const page = paperOf(view, presented) ? presented : undefined;
  const closed = view.vote?.closed_at ?? "";
  if (closed && !(page && Date.parse(page.at) > Date.parse(closed))) return "result";
  if (!view.item) return "seats";
  return page ? "page" : "item";
}

/** The presented paper, where it may be shown to the room. */
export function paperOf(view: Screen, presented: Presented | undefined) {
  if (!presented || presented.item !== view.item?.id) return undefined;
  return view.item.papers.find((paper) => paper.version === presented.version);
}
