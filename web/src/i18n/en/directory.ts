import type { directory as source } from "../vi/directory.ts";

export const directory: Record<keyof typeof source, string> = {
  "directory.pick_hint": "Type a few letters of the name",
  "directory.pick_found": "{count} persons",
  "directory.choose_other": "Choose another",
  "directory.choose_other_named": "Choose another: {label}",
  "directory.none_found": "Nobody matches",
};
