/** Reading and changing a matter: every answer is the matter as it is now, a refusal as stale too. */

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { type List, useCommand, useThing } from "../api/query.ts";
import { hasRole, type Me, useMe } from "../api/session.ts";
import { useLive } from "../live/hooks.ts";
import { putView } from "../live/store.ts";
import type { Matter, MatterLine, State } from "./types.ts";

/** A matter, kept current while it is shown. */
export function useMatter(id: string) {
  useLive(`matter:${id}`);
  return useThing<Matter>(`matter/${id}`, `/api/matters/${id}`);
}

function keep(matter: Matter): void {
  putView(`matter:${matter.id}`, `matter/${matter.id}`, matter.rev, matter);
}

/** A change of a matter or of one of its papers. */
export function useChange<In>(path: string, onDone?: (matter: Matter) => void, method: "POST" | "PUT" = "POST") {
  const send = useCommand<In, Matter>(
    { method, path, touches: ["/api/matters"] },
    {
      onDone: (matter) => {
        keep(matter);
        onDone?.(matter);
      },
    },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale) keep(send.error.current as Matter);
  }, [send.error]);
  return send;
}

/** As many matters as a list shows at most; older ones are found by their state. */
export const most = 2000;

/** All matters in these states that the person may see, page by page. */
export function useMatters(states: State[]) {
  const state = states.join(",");
  return useQuery<List<MatterLine>>({
    queryKey: ["list", "/api/matters", { state }],
    meta: { refs: ["matters"] },
    queryFn: async ({ signal }) => {
      const items: MatterLine[] = [];
      let after = "";
      do {
        const page = await request<List<MatterLine>>("GET", "/api/matters", undefined, {
          query: { state, after, limit: 200 },
          signal,
        });
        items.push(...page.items);
        after = page.next ?? "";
      } while (after && items.length < most);
      return { items, next: after };
    },
  });
}

/** What this person may do to a matter, as the screen offers it; the server decides. */
export function standing(me: Me, matter: Pick<Matter, "agency">) {
  return {
    drafts: hasRole(me, "drafter") && me.agencies.some((agency) => agency.id === matter.agency.id),
    desk: hasRole(me, "secretariat"),
  };
}

export function useStanding(matter: Pick<Matter, "agency">) {
  return standing(useMe(), matter);
}
