/** Annotations as the server sends them, and as this device holds them. */
import type { Schema } from "../api/types.ts";

export type View = Schema<"AnnotationView">;
export type Annotations = Schema<"AnnotationsView">;
export type Sharing = Schema<"SharingView">;
export type Shared = Schema<"SharedView">;
export type Kind = View["kind"];
export type Colour = View["colour"];

/** What is drawn or written, without its life on the server. */
export interface Content {
  kind: Kind;
  page: number;
  colour: Colour;
  ink: string;
  boxes: number[][];
  quote: string;
  before: string;
  after: string;
  at: number[];
  text: string;
}

export interface Note {
  id: string;
  /** The rev that the server told; 0: none yet. */
  rev: number;
  version: string;
  number: number;
  office: string;
  /** Where it stands on the version that is read; page 0: nowhere. */
  place: View["place"];
  content: Content;
}

export const colours: readonly Colour[] = ["yellow", "green", "blue", "red", "black"];

/** Sixteenths of a point: the unit of all places. */
export const unit = 16;

export const mostText = 4000;

export function contentOf(view: View): Content {
  const { kind, page, colour, ink, boxes, quote, before, after, at, text } = view;
  return { kind, page, colour, ink, boxes, quote, before, after, at, text };
}

export function noteOf(view: View): Note {
  const { id, rev, version, number, office, place } = view;
  return { id, rev, version, number, office, place, content: contentOf(view) };
}

export function blank(kind: Kind, page: number, colour: Colour): Content {
  return { kind, page, colour, ink: "", boxes: [], quote: "", before: "", after: "", at: [], text: "" };
}

/** A UUID, version 4. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40;
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
