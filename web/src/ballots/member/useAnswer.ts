/**
 * The answer being written on one ballot: it begins with what was typed and not
 * sent, or with the answer that counts, and follows the server until a key is pressed.
 */
import { useEffect, useRef, useState } from "react";
import { agreeToAll, emptyContent, isEmpty, sameContent } from "../parts/content.ts";
import type { Ballot, Content, MyAnswer } from "../parts/types.ts";
import { useScratch } from "./useScratch.ts";

/** What the editor begins with. A deemed answer is nobody's words. */
export function beginning(mine: MyAnswer): Content {
  if (mine.scratch && !isEmpty(mine.scratch)) return mine.scratch;
  if (mine.answer && mine.answer.source !== "deemed") return mine.answer.content;
  return emptyContent;
}

/** Whether something was typed that differs from the answer that counts. */
export function hasUnsent(mine: MyAnswer): boolean {
  return mine.scratch !== undefined && isUnsent(mine.scratch, mine);
}

/** Whether the content says something that was not sent. */
export function isUnsent(content: Content, mine: MyAnswer): boolean {
  if (isEmpty(content)) return false;
  return !mine.answer || !sameContent(content, mine.answer.content);
}

export function useAnswer(ballot: Ballot, mine: MyAnswer) {
  const [content, setContent] = useState(() => beginning(mine));
  const [before, setBefore] = useState<Content | null>(null);
  const dirty = useRef(false);
  const scratch = useScratch(ballot.id);

  useEffect(() => {
    if (!dirty.current) setContent(beginning(mine));
  }, [mine]);

  const change = (next: Content) => {
    dirty.current = true;
    setBefore(null);
    setContent(next);
    scratch.keep(next);
  };
  /** A change of everything in one press, which one press takes back. */
  const replace = (next: Content) => {
    const old = content;
    change(next);
    if (!isEmpty(old) && !sameContent(old, next)) setBefore(old);
  };

  return {
    content,
    keeping: scratch.keeping,
    change,
    replace,
    agreeToAll: () => replace(agreeToAll(content, ballot.questions)),
    undo: before && (() => change(before)),
    /** While the answer is on its way nothing is kept beside it. */
    pause: scratch.drop,
    resume: () => scratch.keep(content),
    /** The answer is recorded: from now on the server's is the one. */
    settled: () => {
      scratch.drop();
      dirty.current = false;
      setBefore(null);
    },
  };
}

export type Writing = ReturnType<typeof useAnswer>;
