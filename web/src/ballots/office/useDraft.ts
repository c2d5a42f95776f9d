/**
 * A draft while it is being written. What is typed here is never lost, neither to leaving the
 * page nor to somebody else's change: then both stay on the screen until one is chosen.
 */
import { useEffect, useState } from "react";
import { useTyped } from "../../api/typed.ts";
import { emptyContent, sameContent } from "../parts/content.ts";
import type { Content, OfficeDraft } from "../parts/types.ts";

/** What was typed, and of what. */
interface Typed {
  base: OfficeDraft;
  content: Content;
}

export function useDraft(thing: string, held: OfficeDraft) {
  const [typed, keep] = useTyped<Typed | null>(thing, null);
  const [base, setBase] = useState(typed?.base ?? held);
  const [content, setContent] = useState<Content>(() => typed?.content ?? contentOf(held));
  const dirty = !sameContent(content, contentOf(base));
  const newer = revOf(held) !== revOf(base) || held.round !== base.round;
  // Their text is the one known, or the very one on the screen (one's own saving, come back over the socket).
  const same = sameContent(contentOf(held), contentOf(base)) || sameContent(contentOf(held), content);

  // What comes from elsewhere is taken at once where nothing was typed, or where only its place changed.
  useEffect(() => {
    if (!newer || (dirty && !same)) return;
    if (!dirty) setContent(contentOf(held));
    setBase(held);
  }, [newer, dirty, same, held]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: keep is new each time and always the same
  useEffect(() => keep(dirty ? { base, content } : undefined), [dirty, base, content]);

  // Closing the window with something typed asks first: it is kept no longer than that.
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);

  return {
    content,
    change: setContent,
    dirty,
    rev: revOf(base),
    /** Somebody else's newer text, while something of one's own is unsaved. */
    theirs: newer && dirty && !same ? held : null,
    takeTheirs: (theirs: OfficeDraft) => {
      setBase(theirs);
      setContent(contentOf(theirs));
    },
    keepMine: (theirs: OfficeDraft) => setBase(theirs),
    saved: (now: OfficeDraft) => {
      setBase(now);
      setContent(contentOf(now));
    },
  };
}

export function revOf(held: OfficeDraft): number {
  return held.draft?.draft_rev ?? 0;
}

export function contentOf(held: OfficeDraft): Content {
  return held.draft?.content ?? emptyContent;
}
