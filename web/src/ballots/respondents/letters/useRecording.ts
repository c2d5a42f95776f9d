/** Records the lines one after the other, each an act on behalf of its own; counts what became of them. */
import { useEffect, useRef, useState } from "react";
import { request } from "../../../api/client.ts";
import { Problem } from "../../../api/problem.ts";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../ui/Live.tsx";
import { errorText } from "../../../ui/Status.tsx";
import { keepMatrix, type Matrix } from "../../desk/ballot.ts";
import type { Ballot } from "../../parts/types.ts";
import { behalf, type Draft, keyOf, type Letters, type Row, type Trying } from "./letters.ts";

interface Told {
  done: number;
  refused: number;
  stopped: boolean;
}

/** A refusal of this line, and not of whoever presses or of the way to the server: those hold for every line. */
function ofTheLine(error: unknown): error is Problem {
  return (
    error instanceof Problem &&
    (error.status === 422 || error.status === 409 || error.status === 404) &&
    error.code !== "auth.signing_required"
  );
}

function reasonOf(problem: Problem): string {
  return [...new Set([problem.message, ...problem.fields.map((field) => field.detail)])].join(" ");
}

export function useRecording(ballot: Ballot, letters: Letters, onChange: (next: (draft: Draft) => Draft) => void) {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [told, tell] = useState<Told | null>(null);
  const [error, setError] = useState("");
  const stopped = useRef(false);
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  const record = async (rows: Row[], matrix: Matrix, trying: Trying | null) => {
    stopped.current = false;
    setError("");
    tell(null);
    const sum = { done: 0, refused: 0 };
    const revisions = new Map(matrix.rows.map((row) => [row.seat, row.revision]));
    for (const [index, row] of rows.entries()) {
      if (stopped.current) break;
      setProgress({ done: index, total: rows.length });
      const { no, table, row: number } = row.line;
      const reason = t("letters.reason", { letter: row.letter, file: letters.file.name, table, number });
      const said = behalf(row, letters.file, ballot, reason);
      const { act, key } =
        trying?.no === no ? trying : { act: said, key: keyOf(letters.file, no, revisions.get(row.seat) ?? 0, said) };
      onChange((draft) => ({ ...draft, trying: { no, key, act } }));
      try {
        keepMatrix(await request<Matrix>("POST", `/api/ballots/${ballot.id}/on-behalf`, act, { key, signs: true }));
        sum.done++;
        onChange((draft) => {
          const { [no]: _, ...refused } = draft.refused;
          return { ...draft, refused, trying: null, done: [...draft.done, no] };
        });
      } catch (problem) {
        if (!ofTheLine(problem)) {
          setError(errorText(problem));
          if (problem instanceof Problem && problem.status < 500) onChange((draft) => ({ ...draft, trying: null }));
          break;
        }
        sum.refused++;
        onChange((draft) => ({ ...draft, trying: null, refused: { ...draft.refused, [no]: reasonOf(problem) } }));
      }
    }
    setProgress(null);
    if (sum.done + sum.refused === 0) return;
    tell({ ...sum, stopped: stopped.current });
    announce(
      sum.refused > 0
        ? t("letters.told", { count: sum.done, number: sum.refused })
        : t("letters.told_all", { count: sum.done }),
    );
  };

  return {
    progress,
    told,
    error,
    record,
    stop: () => {
      stopped.current = true;
    },
  };
}
