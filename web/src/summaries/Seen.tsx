/** A row, or the table, as somebody saw it before it is changed, and what others did to it meanwhile. */
import { useState } from "react";
import { formatTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Banner } from "../ui/Status.tsx";
import { entryText } from "./told.ts";
import type { Review, Row } from "./types.ts";
import { rowName } from "./words.tsx";

export interface Seen {
  /** The rev that the person has seen. */
  rev: number;
  /** Nothing came between. */
  fresh: boolean;
  now: Row | undefined;
  was: Row | null;
  look: () => void;
}

/** A row as it was seen, and whether it still is so. */
export function useSeen(row: Row | null, view: Review): Seen {
  const [looked, setLooked] = useState<{ id: string; rev: number } | null>(null);
  const now = view.rows.find((one) => one.id === row?.id);
  const rev = looked && looked.id === row?.id ? looked.rev : (row?.rev ?? 0);
  return {
    rev,
    fresh: row === null || (now !== undefined && now.rev === rev),
    now,
    was: row,
    look: () => now && setLooked({ id: now.id, rev: now.rev }),
  };
}

/** What somebody else did meanwhile; it is to be seen before anything is written over it. */
export function Told({ of, view }: { of: Seen[]; view: Review }) {
  const stale = of.filter((one) => !one.fresh);
  return (
    <div role="status" className="stack-tight">
      {stale.map((one) => (
        <Banner
          key={one.was?.id}
          tone="warn"
          title={
            one.now
              ? t("versions.meanwhile", { row: one.was ? rowName(one.was) : "" })
              : t("versions.meanwhile_gone", { row: one.was ? rowName(one.was) : "" })
          }
          action={one.now && <Button onPress={one.look}>{t("versions.looked")}</Button>}
        >
          <Last of={view.last} />
          {one.now && <p>{t("versions.row_now", { row: rowName(one.now), count: one.now.points.length })}</p>}
          <p>{t(one.now ? "versions.typed_stays" : "versions.typed_stays_gone")}</p>
        </Banner>
      ))}
    </div>
  );
}

function Last({ of: last }: { of: Review["last"] }) {
  if (!last) return null;
  return (
    <p>
      {formatTime(last.at)}: <strong>{last.by || t("versions.system")}</strong>: {entryText(last)}
    </p>
  );
}

/**
 * The table as it was when a window on it was opened: nobody hands over or approves one that came
 * while he read another.
 */
export function useSeenTable(view: Review) {
  const [hash, look] = useState(view.hash);
  return { hash, fresh: hash === view.hash, look: () => look(view.hash) };
}

export function ToldTable({ of: seen, view }: { of: ReturnType<typeof useSeenTable>; view: Review }) {
  return (
    <div role="status">
      {!seen.fresh && (
        <Banner
          tone="warn"
          title={t("submission.moved")}
          action={<Button onPress={seen.look}>{t("submission.looked")}</Button>}
        >
          <Last of={view.last} />
        </Banner>
      )}
    </div>
  );
}
