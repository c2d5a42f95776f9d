/** The things of this room, as the server sends them. */
import type { Schema } from "../api/types.ts";

export type Matter = Schema<"MatterView">;
export type MatterLine = Schema<"MatterSummary">;
export type Paper = Schema<"DocumentView">;
export type Version = Schema<"VersionView">;
export type Entry = Schema<"EntryView">;
export type BallotLine = Schema<"BallotLine">;
export type Kind = Paper["kind"];
export type State = Matter["state"];
export type Class = Matter["class"];
