/** Reading one ballot and acting on it, as the desk, the result and the approver do. */

import { useCommand, useThing } from "../../api/query.ts";
import type { components } from "../../api/schema.d.ts";
import { useLive } from "../../live/hooks.ts";
import { putView } from "../../live/store.ts";
import type { Ballot } from "../parts/types.ts";

type Schemas = components["schemas"];

export type Matrix = Schemas["MatrixView"];
export type Seat = Schemas["SeatRow"];
export type Profile = Schemas["ProfileView"];
export type Matter = Schemas["MatterView"];
export type MatterLine = Schemas["MatterSummary"];
export type PaperVersion = Schemas["VersionView"];
export type BodyMember = Schemas["BodyMemberView"];
export type TermsInput = Schemas["TermsInput"];
export type Counts = Schemas["CountsView"];

/** Where the desk lists a ballot: by its state, but a closed consultation awaits no certification. */
export function stageOf(ballot: { kind: string; state: string }): string {
  return ballot.kind === "consultation" && ballot.state === "closed" ? "ended" : ballot.state;
}

export function useBallot(id: string) {
  useLive(`ballot:${id}`);
  return useThing<Ballot>(`ballot/${id}`, `/api/ballots/${id}`);
}

/** Who has answered, and what where it may be seen; live through useBallot's topic. */
export function useMatrix(id: string, enabled = true) {
  return useThing<Matrix>(`matrix/${id}`, `/api/ballots/${id}/matrix`, { enabled });
}

/** Shows what an act answered at once; the socket brings the same a moment later. */
export function keepBallot(ballot: Ballot): void {
  putView(`ballot:${ballot.id}`, `ballot/${ballot.id}`, ballot.rev, ballot);
}

export function keepMatrix(matrix: Matrix): void {
  putView(`ballot:${matrix.id}`, `matrix/${matrix.id}`, matrix.rev, matrix);
}

/** An act on the ballot as a whole that answers with its new view. */
export function useBallotAct<In>(id: string, name: string, onDone?: (ballot: Ballot) => void) {
  return useCommand<In, Ballot>(
    { path: `/api/ballots/${id}/${name}`, touches: ["/api/ballots"], signs: name === "approve" },
    {
      onDone: (ballot) => {
        keepBallot(ballot);
        onDone?.(ballot);
      },
    },
  );
}
