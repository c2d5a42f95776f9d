/** The list of a consultation as the server has it, and what is done with it. */
import { queries, refKey, useAsNew, useCommand, useThing } from "../../api/query.ts";
import { useTyped } from "../../api/typed.ts";
import type { Schema } from "../../api/types.ts";
import type { Line, Sector } from "./lines.ts";

export type Respondents = Schema<"RespondentsView">;
export type Respondent = Schema<"RespondentView">;
export type Handed = Schema<"HandedLinksView">;

/** Read again where the matrix, which is heard live, has changed. */
export function useRespondents(ballot: string, matrixRev?: number, enabled = true) {
  const list = useThing<Respondents>(`respondents/${ballot}`, `/api/ballots/${ballot}/respondents`, { enabled });
  useAsNew(`respondents/${ballot}`, list.data?.rev, matrixRev);
  return list;
}

export function keepRespondents(list: Respondents): void {
  queries.setQueryData(refKey(`respondents/${list.ballot}`), list);
}

/** An act on some of the list that answers with the whole. */
export function useRespondentsAct<In>(path: string | ((input: In) => string), onDone?: (input: In) => void) {
  return useCommand<In, Respondents>(
    { path },
    {
      onDone: (list, input) => {
        keepRespondents(list);
        onDone?.(input);
      },
    },
  );
}

/** The list of a draft as changed and not saved, over the list that it began with. */
export interface ListTyped {
  base: Respondents;
  lines: Line[];
}

/** What is changed of a list and not saved, kept as long as the window is open; null: nothing. */
export function useListTyped(ballot: string) {
  return useTyped<ListTyped | null>(`respondents ${ballot}`, null);
}

export function linesFrom(list: Respondents): Line[] {
  return list.items.map((one) => ({
    name: one.name,
    sector: one.sector as Sector,
    email: one.email,
    person: one.person ?? null,
  }));
}
