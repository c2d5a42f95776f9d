/** The things of this room, as the server sends them. */
import type { Schema } from "../api/types.ts";

export type Task = Schema<"TaskView">;
export type Line = Schema<"TaskLine">;
export type Due = Schema<"TaskDue">;
export type Entry = Schema<"TaskEntry">;
export type Agency = Schema<"TaskAgency">;
export type Terms = Schema<"TaskTerms">;
export type Counts = Schema<"TaskCounts">;
export type Boards = Schema<"TaskBoards">;
export type Figures = Schema<"TaskFigures">;
export type DuePreview = Schema<"DuePreview">;
export type Scratch = Schema<"TaskScratch">;
export type TaskFile = Schema<"TaskFile">;
