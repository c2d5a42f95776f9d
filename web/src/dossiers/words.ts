/** The words and the looks of what a dossier knows by key. */
import { pick, t, tMaybe } from "../i18n/index.ts";
import type { StateTone } from "../ui/Status.tsx";
import type { Class, Kind, Matter, State } from "./types.ts";

/** In the order in which a dossier is read. */
export const kinds: Kind[] = ["submission", "draft", "appraisal", "explanation", "summary", "other"];
export const classes: Class[] = ["public", "internal", "restricted", "placeholder"];
export const states: State[] = ["draft", "returned", "submitted", "taken", "deciding", "decided", "archived"];

export const kindText = (kind: Kind) => t(`dossiers.kind_${kind}`);
export const classText = (of: Class) => t(`dossiers.class_${of}`);
export const classNote = (of: Class) => t(`dossiers.class_${of}_note`);
export const stateText = (state: State) => t(`dossiers.state_${state}`);
export const agencyText = (agency: Matter["agency"]) => pick(agency.name.vi, agency.name.en);
export const ballotState = (state: string) => tMaybe(`dossiers.ballot_${state}`, state);

const tones: Record<State, StateTone> = {
  draft: "neutral",
  submitted: "active",
  returned: "warn",
  taken: "active",
  deciding: "active",
  decided: "good",
  archived: "neutral",
};

export const stateTone = (state: State) => tones[state];

/** A person of the history; the program itself where nobody pressed. */
export function personText(person: { id: string; name: string }): string {
  return person.name || (person.id === "system" ? t("dossiers.system") : t("dossiers.unknown_person"));
}
