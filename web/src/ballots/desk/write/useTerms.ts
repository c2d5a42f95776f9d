/**
 * What is typed into a draft, saved by itself a moment after typing, one save at a
 * time, each with the rev that the form was read at. Where somebody else changed the
 * draft meanwhile, nothing is overwritten and nothing typed is lost: both are shown.
 */
import { useEffect, useRef, useState } from "react";
import { newKey, request } from "../../../api/client.ts";
import { Problem } from "../../../api/problem.ts";
import { serverNow } from "../../../live/clock.ts";
import type { Ballot } from "../../parts/types.ts";
import { keepBallot } from "../ballot.ts";
import { inputOf, sameTerms, type Terms, termsOf } from "./terms.ts";

/** How long after the last key the form is saved. */
const pause = 1200;

export interface Saving {
  state: "saved" | "typed" | "saving" | "failed" | "stale";
  /** By the server's clock; 0 where nothing was saved yet. */
  at: number;
  error: unknown;
}

export interface TermsForm {
  terms: Terms;
  change: (change: Partial<Terms>) => void;
  saving: Saving;
  /** The draft as somebody else left it, while it waits for a choice. */
  theirs: Ballot | null;
  /** Saves what is typed now; the rev to go on with, or null where it could not be saved. */
  save: () => Promise<number | null>;
  /** Puts what is typed here over the other version. */
  keepMine: () => void;
  /** Takes the other version into the form. */
  takeTheirs: () => void;
}

export function useTerms(ballot: Ballot): TermsForm {
  const [terms, setTerms] = useState(() => termsOf(ballot));
  const [saving, setSaving] = useState<Saving>({ state: "saved", at: 0, error: null });
  const [theirs, setTheirs] = useState<Ballot | null>(null);
  const typed = useRef(terms);
  const base = useRef({ terms, rev: ballot.ballot_rev });
  const running = useRef<Promise<number | null> | null>(null);
  const attempt = useRef({ print: "", key: "" });

  const show = (next: Terms) => {
    typed.current = next;
    setTerms(next);
  };

  const once = async (): Promise<number | null> => {
    const sent = typed.current;
    const body = inputOf(sent, base.current.rev);
    const print = JSON.stringify(body);
    if (attempt.current.print !== print) attempt.current = { print, key: newKey() };
    setSaving((old) => ({ ...old, state: "saving" }));
    try {
      const saved = await request<Ballot>("PUT", `/api/ballots/${ballot.id}`, body, { key: attempt.current.key });
      base.current = { terms: sent, rev: saved.ballot_rev };
      keepBallot(saved);
      setSaving({ state: "saved", at: serverNow(), error: null });
      return saved.ballot_rev;
    } catch (error) {
      if (error instanceof Problem) attempt.current = { print: "", key: "" };
      if (error instanceof Problem && error.stale) {
        setTheirs(error.current as Ballot);
        setSaving((old) => ({ ...old, state: "stale", error: null }));
      } else {
        setSaving((old) => ({ ...old, state: "failed", error }));
      }
      return null;
    }
  };

  const save = async (): Promise<number | null> => {
    while (running.current) await running.current;
    if (sameTerms(typed.current, base.current.terms)) return base.current.rev;
    running.current = once().finally(() => {
      running.current = null;
    });
    return running.current;
  };

  // A while after the last key; while a save runs, its end starts the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed starts the clock
  useEffect(() => {
    if (theirs || sameTerms(terms, base.current.terms)) return;
    const timer = setTimeout(() => void save(), pause);
    return () => clearTimeout(timer);
  }, [terms, theirs]);

  // The last words are not lost when the screen is left before the pause is over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the end
  useEffect(
    () => () => {
      if (!sameTerms(typed.current, base.current.terms)) void save();
    },
    [],
  );

  // Somebody else's change, where nothing is typed here, is simply shown.
  useEffect(() => {
    if (ballot.ballot_rev <= base.current.rev || running.current) return;
    if (!sameTerms(typed.current, base.current.terms)) return;
    const next = termsOf(ballot);
    base.current = { terms: next, rev: ballot.ballot_rev };
    typed.current = next;
    setTerms(next);
  }, [ballot]);

  return {
    terms,
    saving,
    theirs,
    save,
    change: (change) => {
      show({ ...typed.current, ...change });
      setSaving((old) => (old.state === "stale" ? old : { ...old, state: "typed" }));
    },
    keepMine: () => {
      if (!theirs) return;
      base.current = { terms: termsOf(theirs), rev: theirs.ballot_rev };
      setTheirs(null);
      void save();
    },
    takeTheirs: () => {
      if (!theirs) return;
      const next = termsOf(theirs);
      base.current = { terms: next, rev: theirs.ballot_rev };
      keepBallot(theirs);
      show(next);
      setTheirs(null);
      setSaving({ state: "saved", at: 0, error: null });
    },
  };
}
