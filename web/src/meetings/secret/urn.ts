/**
 * The papers of secret votes on this device. A token and a sealed choice are kept here
 * before they are sent, so that a break or a reload costs nobody his vote; the choice
 * itself never is, so that it cannot be looked up. Bringing a paper to the box goes on
 * whatever screen is shown, without a name: no cookie goes with it.
 */
import { useSyncExternalStore } from "react";
import { Problem, type ProblemBody } from "../../api/problem.ts";
import type { Schema } from "../../api/types.ts";
import { language, t } from "../../i18n/index.ts";
import { type Box, newPaper, type Paper, type Spent, seal, unblind } from "./paper.ts";

type Dropped = Schema<"DroppedView">;

/** What this device holds of one vote, from taking the paper to the receipt. */
export interface Held {
  paper?: Paper;
  signature?: string;
  spent?: Spent;
  receipt?: Pick<Dropped, "signed" | "key_id" | "signature">;
}

interface Urn {
  held: Held;
  error: Error | null;
  sending: boolean;
}

const none: Urn = { held: {}, error: null, sending: false };
const urns = new Map<string, Urn>();
const ears = new Set<() => void>();

/** Whose paper in which vote: a tablet may pass from hand to hand. */
export interface Place {
  vote: string;
  person: string;
}

const name = ({ vote, person }: Place) => `ecabinet.paper.${vote}.${person}`;

function read(place: Place): Urn {
  let urn = urns.get(name(place));
  if (!urn) {
    let held: Held = {};
    try {
      held = JSON.parse(localStorage.getItem(name(place)) ?? "{}") as Held;
    } catch {
      // Nothing that could be read: as if there were nothing.
    }
    urn = { ...none, held };
    urns.set(name(place), urn);
  }
  return urn;
}

function change(place: Place, next: Partial<Urn>): void {
  const urn = { ...read(place), ...next };
  if (next.held) localStorage.setItem(name(place), JSON.stringify(urn.held));
  urns.set(name(place), urn);
  for (const ear of ears) ear();
}

function listen(ear: () => void): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}

/** What this device holds of a vote, kept current. */
export function useUrn(place: Place): Urn {
  return useSyncExternalStore(listen, () => read(place));
}

/** The paper that is to be signed: the one from before, where there is one. */
export async function blank(box: Box, place: Place): Promise<Paper> {
  const { held } = read(place);
  const paper = held.paper ?? (await newPaper(box, place.vote));
  if (!held.paper) change(place, { held: { ...held, paper } });
  return paper;
}

/** Keeps the signature of this device's paper. */
export async function keepSigned(box: Box, place: Place, signed: string): Promise<void> {
  const { held } = read(place);
  if (held.paper && !held.signature) {
    change(place, { held: { ...held, signature: await unblind(box, held.paper, signed) } });
  }
}

/** Seals a choice and brings it to the box. */
export async function spend(box: Box, place: Place, choice: string): Promise<void> {
  const { held } = read(place);
  if (!held.paper || !held.signature || held.spent) return;
  const spent = { token: held.paper.token, signature: held.signature, sealed: await seal(box, place.vote, choice) };
  change(place, { held: { spent } });
  await bring(place);
}

/** Brings a paper until it is in the box; called again while it does, it does nothing. */
export async function bring(place: Place): Promise<void> {
  const { held, sending } = read(place);
  if (!held.spent || held.receipt || sending) return;
  change(place, { sending: true, error: null });
  for (let wait = 1000; ; wait = Math.min(2 * wait, 10_000)) {
    try {
      const answer = await drop(place.vote, held.spent);
      if (answer.in) {
        const { signed, key_id, signature } = answer;
        change(place, { sending: false, error: null, held: { receipt: { signed, key_id, signature } } });
        return;
      }
      wait = 500; // it waits for others to come, and was told so
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return change(place, { sending: false, error });
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function drop(vote: string, spent: Spent): Promise<Dropped> {
  const response = await fetch(`/api/box/${vote}`, {
    method: "POST",
    credentials: "omit",
    cache: "no-store",
    headers: { "Content-Type": "application/json", Accept: "application/json", "Accept-Language": language() },
    body: JSON.stringify(spent),
  });
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, body as ProblemBody, t("problem.unknown"));
  return body as Dropped;
}
