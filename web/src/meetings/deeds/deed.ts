/** A paper of a session: its types, and acting on it. */
import "../../i18n/late/deeds.ts";
import { useEffect } from "react";
import { Problem } from "../../api/problem.ts";
import { useCommand } from "../../api/query.ts";
import type { Schema } from "../../api/types.ts";
import { t } from "../../i18n/index.ts";
import { putView } from "../../live/store.ts";
import { announce } from "../../ui/Live.tsx";
import type { StateTone } from "../../ui/Status.tsx";

export type Deed = Schema<"DeedView">;
export type Deeds = Schema<"DeedsView">;
export type Section = Schema<"DeedSectionView">;
export type Block = Schema<"DeedBlock">;
export type Signable = Schema<"SignableView">;
export type Editing = Schema<"EditingView">;

export const kinds = ["minutes", "notice", "resolution"] as const;
export type Kind = (typeof kinds)[number];

export const stateTones: Record<Deed["state"], StateTone> = {
  draft: "neutral",
  review: "active",
  signing: "warn",
  certified: "good",
};

/** Puts a paper where the screens read it, unless a newer one is there. */
export function keepDeed(deed: Deed): void {
  putView(`deeds:${deed.meeting}`, `${deed.kind}/${deed.meeting}`, deed.rev, deed);
}

/** An act on a paper, whose answer is the paper; so is what a stale one is refused with. */
export function useDeedAct<In>(
  deed: Pick<Deed, "meeting">,
  path: string | ((input: In) => string),
  options: {
    method?: "POST" | "PUT";
    body?: (input: In) => unknown;
    signs?: boolean;
    onDone?: (deed: Deed) => void;
  } = {},
) {
  const send = useCommand<In, Deed>(
    {
      method: options.method ?? "POST",
      path,
      touches: [`deeds/${deed.meeting}`],
      ...(options.body ? { body: options.body } : {}),
      ...(options.signs ? { signs: true } : {}),
    },
    {
      onDone: (next) => {
        keepDeed(next);
        announce(t("deeds.done"));
        options.onDone?.(next);
      },
    },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale && send.error.current) keepDeed(send.error.current as Deed);
  }, [send.error]);
  return send;
}
