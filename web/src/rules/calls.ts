/** Reading and changing the rules: every answer is the thing as it is now, a refusal as stale too. */
import { useEffect } from "react";
import { Problem } from "../api/problem.ts";
import { queries, refKey, useCommand, useThing } from "../api/query.ts";
import type { Schema } from "../api/types.ts";

export type Profiles = Schema<"ProfileListView">;
export type Profile = Schema<"RuleProfileView">;
export type Figures = Schema<"FiguresView">;
export type Share = Schema<"ShareView">;
export type Change = Schema<"ChangeView">;
export type Year = Schema<"CalendarYearView">;
export type Day = Schema<"CalendarDayView">;

const profilesRef = "rule-profiles";
const yearRef = (year: number) => `calendar/${year}`;

export function useProfiles() {
  return useThing<Profiles>(profilesRef, "/api/rules/profiles");
}

export interface ProfileChange {
  rev: number;
  reason: string;
  in_use: boolean;
  figures: Figures;
}

export function useSaveProfile(id: string, onDone: () => void) {
  return useCommand<ProfileChange, Profile>(
    { method: "PUT", path: `/api/rules/profiles/${id}`, touches: [profilesRef] },
    { onDone },
  );
}

export function useYear(year: number) {
  return useThing<Year>(yearRef(year), `/api/rules/calendar/${year}`);
}

/** A change of a year; `path` is below it. */
export function useChangeYear<In>(year: number, path: string, onDone: (year: Year) => void) {
  const keep = (now: Year) => queries.setQueryData(refKey(yearRef(year)), now);
  const send = useCommand<In, Year>(
    { path: `/api/rules/calendar/${year}${path}` },
    {
      onDone: (now) => {
        keep(now);
        onDone(now);
      },
    },
  );
  const { error } = send;
  useEffect(() => {
    if (error instanceof Problem && error.stale) queries.setQueryData(refKey(yearRef(year)), error.current as Year);
  }, [error, year]);
  return send;
}
