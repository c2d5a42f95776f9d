/** What is typed for a thing that is not made yet. */
import { useMemo } from "react";
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import { kept, useMe } from "./session.ts";

const useAll = create(
  persist<{ by: Record<string, unknown> }>(() => ({ by: {} }), {
    name: `${kept}typed`,
    storage: createJSONStorage(() => sessionStorage),
  }),
);

/**
 * What this person has typed for a new thing and not sent, blank where nothing is; a way to change it, and to
 * forget it (undefined). It stays as long as the window is open: a reload keeps it, signing out does not.
 */
export function useTyped<T>(thing: string, blank: T): [T, (next: T | undefined) => void] {
  const place = `${useMe().person.id} ${thing}`;
  const held = useAll((all) => all.by[place]) as T | undefined;
  return [
    held ?? blank,
    (next) =>
      useAll.setState(({ by }) => {
        const { [place]: _, ...others } = by;
        return { by: next === undefined ? others : { ...others, [place]: next } };
      }),
  ];
}

/**
 * The things whose names begin like that for which this person has typed something, without that beginning: a
 * screen of many fields says of which of them something waits, also where the field itself is gone.
 */
export function useTypedThings(beginning: string): string[] {
  const place = `${useMe().person.id} ${beginning}`;
  const joined = useAll((all) =>
    Object.keys(all.by)
      .filter((one) => one.startsWith(place))
      .map((one) => one.slice(place.length))
      .join("\n"),
  );
  return useMemo(() => (joined === "" ? [] : joined.split("\n")), [joined]);
}
