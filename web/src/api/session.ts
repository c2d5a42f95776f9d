/** Who is signed in: one read, kept for the whole session. */
import { useQuery } from "@tanstack/react-query";
import { setTimeZone } from "../i18n/format.ts";
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
  | "observer"
  | "projector"
  | "auditor"
  | "administrator";

export interface Me {
  account: string;
  login: string;
  person: { id: string; full_name: string; honorific?: string };
  body: { id: string; name_vi: string; name_en?: string; zone?: string };
  /** The post held now, for the header. */
  post?: { title_vi: string; title_en?: string } | null;
  roles: Role[];
  /** Members for whom this person prepares answers. */
  offices?: { member: string; member_name?: string; step: string; until?: string }[];
  agencies?: string[];
  /** The signing window is open until then. */
  signing_until?: string | null;
}

export const meKey = ["me"] as const;

/** Reads who is signed in; null when nobody is. */
export async function loadMe(): Promise<Me | null> {
  try {
    const me = await request<Me>("GET", "/api/me", undefined, { bare: true });
    setTimeZone(me.body.zone ?? "");
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
