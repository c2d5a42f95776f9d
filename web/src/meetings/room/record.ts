/** A prepared vote, read from its own bytes: what is confirmed is what these say. */
import type { Schema } from "../../api/types.ts";

export type Prepared = Schema<"MeetingsPreparedView">;

export interface CastRecord {
  format: string;
  vote: string;
  no: number;
  text: string;
  voter_name: string;
  choice: string;
  revision: number;
}

/** The record, or null where its bytes are not those of its hash or not of this vote and choice. */
export async function readRecord(prepared: Prepared, vote: string, choice: string): Promise<CastRecord | null> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(prepared.record));
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hash !== prepared.hash) return null;
  try {
    const record = JSON.parse(prepared.record) as CastRecord;
    const good = record.format === "ecabinet.vote.v1" && record.vote === vote && record.choice === choice;
    return good ? record : null;
  } catch {
    return null;
  }
}
