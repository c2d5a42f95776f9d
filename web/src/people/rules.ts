/** What the administrator should know before the press. The server decides. */
import { Problem } from "../api/problem.ts";
import { t, tMaybe } from "../i18n/index.ts";
import type { PolicyKind } from "./types.ts";

/** The roles that are given by name; those of member and office come with posts and offices. */
export const assignable = [
  "drafter",
  "secretariat",
  "approver",
  "chair",
  "analyst",
  "teller",
  "respondent",
  "guest",
  "observer",
  "auditor",
  "administrator",
];

/** The roles that nobody holds beside administrator. */
const apart = ["member", "clerk", "unit", "secretariat", "analyst", "auditor"];

/** Roles that decide, or that give such roles: they take two administrators. */
const deciding = ["member", "approver", "chair", "administrator"];

export const decides = (roles: string[]) => roles.some((role) => deciding.includes(role));
export const takesTwo = (role: string) => deciding.includes(role);

/** Those of the roles that one person may not hold together; none: they may be held. */
export function forbidden(roles: string[]): string[] {
  if (!roles.includes("administrator")) return [];
  const bad = roles.filter((role) => apart.includes(role));
  return bad.length > 0 ? ["administrator", ...bad] : [];
}

export const roleText = (role: string) => tMaybe(`role.${role}`, role);

/** A refusal of roles that do not go together names them by their keys; people read names. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof Problem) || error.code !== "role.not_together") return error;
  const names = String(error.params.roles ?? "")
    .split(/,\s*/)
    .filter(Boolean)
    .map(roleText);
  const words = new Problem(
    error.status,
    { code: error.code, detail: t("people.not_together", { roles: names.join(", ") }), errors: error.fields },
    "",
  );
  return words;
}

/** A sign-in name to begin with: family and middle letters after the given name, as offices write it ("an.nv"). */
export function suggestLogin(fullName: string, email: string): string {
  const box = email.split("@")[0];
  if (box && box.length >= 3) return box.toLowerCase();
  const words = fullName
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .split(/\s+/)
    .filter(Boolean);
  const given = words.pop() ?? "";
  const letters = words.map((word) => word[0] ?? "").join("");
  const login = letters ? `${given}.${letters}` : given;
  return login.length >= 3 ? login : "";
}

/** A row of the policies ("allow, member, answer:own, read-answer") as people read it. */
export function rowText(row: string, kinds: PolicyKind[]): string {
  const [effect = "", role = "", object = "", action = ""] = row.split(/,\s*/);
  const [kind = "", relation = "any"] = object.split(":");
  const words = kinds.find((one) => one.id === kind);
  const name = (list: { id: string; name: string }[] | undefined, id: string) =>
    list?.find((one) => one.id === id)?.name ?? id;
  const who = role === "*" ? t("people.explain_all") : roleText(role);
  const what = action === "*" ? t("people.any_action") : name(words?.actions, action);
  const how = relation === "any" ? t("people.any_relation") : name(words?.relations, relation);
  return t(effect === "deny" ? "people.row_deny" : "people.row_allow", { who, what, how });
}
