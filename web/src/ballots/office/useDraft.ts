/**
 * A draft while it is being written. What is typed here is never lost to somebody
 * else's change: both stay on the screen until one is chosen.
 */
import { useEffect, useState } from "react";
import { emptyContent, sameContent } from "../parts/content.ts";
import type { Content, OfficeDraft } from "../parts/types.ts";

export function useDraft(held: OfficeDraft) {
  const [base, setBase] = useState(held);
  const [content, setContent] = useState<Content>(() => contentOf(held));
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

  // Leaving the page with something typed asks first.
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
