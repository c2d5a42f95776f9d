/** Who is signed in: one read, kept for the whole session. */
import { useQuery } from "@tanstack/react-query";
import { setTimeZone } from "../i18n/format.ts";
import { measure } from "../live/clock.ts";
import { request } from "./client.ts";
import { Problem } from "./problem.ts";
import { queries } from "./query.ts";

export type Role =
  | "member"
  | "clerk"
  | "unit"
  | "head"
  | "secretariat"
  | "approver"
  | "chair"
  | "drafter"
  | "analyst"
  | "teller"
  | "respondent"
  | "guest"
  | "link"
  | "observer"
  | "projector"
  | "auditor"
  | "administrator";

export interface BodyName {
  id: string;
  name_vi: string;
  name_en: string;
  zone: string;
}

/** The answer of GET /api/me, as far as the shell and several rooms use it. */
export interface Me {
  person: { id: string; full_name: string; honorific: string; email: string; language: "vi" | "en"; rev: number };
  body: BodyName & { settings: Record<string, string> };
  /** All bodies that the person serves. */
  bodies: BodyName[];
  roles: Role[];
  /** Held now. */
  posts: { id: string; title_vi: string; title_en: string; seat: number; member: boolean; tie: boolean }[];
  /** Members for whom the person prepares answers. */
  offices: {
    member: { id: string; full_name: string; honorific: string; title_vi: string; title_en: string };
    step: "clerk" | "unit" | "head";
    until: string;
  }[];
  /** Agencies for which the person drafts. */
  agencies: { id: string; code: string; name_vi: string; name_en: string }[];
  session: { id: string; signing_until: string | null; valid_until: string; now: string };
}

export const meKey = ["me"] as const;

/** Reads who is signed in; null when nobody is. */
export async function loadMe(): Promise<Me | null> {
  const asked = Date.now();
  try {
    const me = await request<Me>("GET", "/api/me", undefined, { bare: true });
    measure(me.session.now, Date.now() - asked);
    setTimeZone(me.body.zone);
    return me;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null;
    throw error;
  }
}

/** For the shell: who is signed in, null for nobody, undefined while it is asked. */
export function useSession() {
  return useQuery({ queryKey: meKey, queryFn: loadMe, staleTime: Number.POSITIVE_INFINITY });
}

/** For screens behind the shell: who is signed in. */
export function useMe(): Me {
  const { data } = useSession();
  if (!data) throw new Error("a screen behind the shell was shown to nobody");
  return data;
}

export function hasRole(me: Me, ...roles: Role[]): boolean {
  return roles.some((role) => me.roles.includes(role));
}

/** Asks again who this is: after sign-in, a signing step, a change of rights. */
export async function refreshMe(): Promise<Me | null> {
  return queries.fetchQuery({ queryKey: meKey, queryFn: loadMe, staleTime: 0 });
}

/** How everything is named that a window keeps over a reload. */
export const kept = "ecabinet.kept.";

/** Forgets it: at sign-out. */
export function forgetKept(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(kept)) sessionStorage.removeItem(name);
}
