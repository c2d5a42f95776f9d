/** The things of this room, as the server sends them. */
import type { Schema } from "../api/types.ts";

export type Line = Schema<"SynthesisLine">;
export type List = Schema<"SynthesisList">;
export type Due = Schema<"DueLine">;
export type Review = Schema<"SynthesisView">;
export type Row = Schema<"SynthesisRow">;
export type Point = Schema<"PointView">;
export type Opinion = Schema<"SourceView">;
export type Opinions = Schema<"SourcesView">;
export type Edit = Schema<"EditData">;
export type Table = Schema<"TableView">;
export type Reply = Schema<"ReplyView">;
export type History = Schema<"SynthesisHistory">;
export type Version = Schema<"SynthesisVersion">;
export type Entry = Schema<"SynthesisEntry">;
export type Diff = Schema<"SynthesisDiff">;
export type Place = Schema<"SynthesisPlace">;
export type TableLine = Schema<"TableLine">;
