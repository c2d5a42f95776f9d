/** What the reader needs to annotate: the book of the version, the tool in hand, and who else may read. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { request } from "../api/client.ts";
import { queries, refKey } from "../api/query.ts";
import { useSession } from "../api/session.ts";
import { useLive, useSignal, useView } from "../live/hooks.ts";
import { useSignals } from "../live/store.ts";
import { Book } from "./book.ts";
import type { Colour, Note, Shared } from "./types.ts";
import { unit } from "./types.ts";

export type Tool = "read" | "pen" | "highlight" | "note" | "erase";

export const widths = [1.2, 2.4, 5].map((points) => Math.round(points * unit));

export function useDesk(version: string | undefined) {
  const { data: me } = useSession();
  const person = me?.person.id ?? "";
  const book = useMemo(() => (version && person ? new Book(person, version) : null), [version, person]);
  const [none] = useState(() => new Book("", ""));
  const state = useSyncExternalStore((book ?? none).listen, (book ?? none).get);
  const [bar, showBar] = useState(false);
  const [tool, take] = useState<Tool>("read");
  const [ink, setInk] = useState<{ colour: Colour; width: number }>({ colour: "blue", width: widths[1] ?? 38 });
  const [marker, setMarker] = useState<Colour>("yellow");
  const [chosen, setChosen] = useState("");
  const [list, showList] = useState(false);
  /** A note that is being begun: nothing is kept until a word of it stands. */
  const [begun, begin] = useState<{ page: number; at: number[] } | null>(null);
  // Once a pen was seen, fingers scroll.
  const pen = useRef(false);

  useEffect(() => {
    if (!book) return;
    void book.start();
    return () => book.stop();
  }, [book]);
  const { document } = state;

  const changed = useSignal<{ seq: number }>(`annotations-of/${document}:${person}`);
  useEffect(() => {
    if (changed) book?.heard(changed.seq);
  }, [book, changed]);

  const office = !me
    ? ""
    : me.roles.includes("member")
      ? person
      : me.roles.includes("clerk") || me.roles.includes("unit")
        ? (me.offices[0]?.member.id ?? "")
        : "";
  const ref = `shared-annotations-of/${version}`;
  const shared = useQuery<Shared>({
    queryKey: refKey(ref),
    queryFn: ({ signal }) =>
      request<Shared>("GET", `/api/versions/${version}/annotations/shared`, undefined, { signal }),
    enabled: Boolean(book && office),
  });
  useLive(office && office !== person ? `office:${office}` : null);
  const sharers = useView<{ rev: number }>(`shared-annotations/${document}`);
  const others = useSignals(({ byRef }) =>
    Object.entries(byRef)
      .filter(([name]) => name.startsWith(`annotations-of/${document}:`) && !name.endsWith(person))
      .reduce((sum, [, signal]) => sum + (signal as { seq: number }).seq, 0),
  );
  const key = `${sharers?.rev ?? 0} ${others}`;
  const seen = useRef(key);
  useEffect(() => {
    if (seen.current === key) return;
    seen.current = key;
    void queries.invalidateQueries({ queryKey: refKey(ref) });
  }, [key, ref]);

  if (!book) return null;
  return {
    book,
    state,
    bar,
    showBar,
    tool,
    take,
    ink,
    setInk,
    marker,
    setMarker,
    list,
    showList,
    chosen,
    /** Chooses an annotation; the list opens on it unless told otherwise. */
    choose: (id: string, open = true) => {
      setChosen(id);
      begin(null);
      if (open && id) showList(true);
    },
    begun,
    /** Begins a note at a place; null leaves it. */
    write: (place: { page: number; at: number[] } | null) => {
      begin(place);
      setChosen("");
      if (place) showList(true);
    },
    pen,
    office,
    shared: shared.data?.people ?? [],
  };
}

/** A place for a note that nobody pointed at: down the left margin, where none lies yet. */
export function freePlace(notes: Iterable<Note>, page: number): { page: number; at: number[] } {
  const taken = [...notes].filter((note) => note.place.page === page && note.content.kind === "note");
  const x = 24 * unit;
  for (let y = 24 * unit; ; y += 48 * unit) {
    const free = taken.every(({ content: { at } }) => Math.hypot((at[0] ?? 0) - x, (at[1] ?? 0) - y) > 40 * unit);
    if (free || y > 700 * unit) return { page, at: [x, y] };
  }
}

export type Desk = NonNullable<ReturnType<typeof useDesk>>;
