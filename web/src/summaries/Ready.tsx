/** What somebody should know of a table before he answers for it: what hinders, and what nobody has confirmed. */
import { t, tMaybe } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Banner } from "../ui/Status.tsx";
import { type Hindrance, hindrances } from "./hindrances.ts";
import type { Review } from "./types.ts";
import { unconfirmed } from "./unconfirmed.ts";

/** Goes to where a hindrance is mended. */
export type OnMend = (why: Hindrance["why"]) => void;

const ways = {
  stale: "synth.again",
  unbalanced: "synth.again",
  waiting: "ready.to_waiting",
  unread: "synth.read_next",
} as const;

/** Each thing that stands in the way, with the way to mend it. */
export function Hindered({
  view,
  act,
  onMend,
}: {
  view: Review;
  act: "submit" | "approve";
  /** Undefined: somebody else mends it. */
  onMend: OnMend | undefined;
}) {
  return (
    <Banner tone="warn" title={t(`ready.cannot_${act}`)}>
      <div className="stack-tight">
        <ul className={cx("plain-list", onMend ? "stack" : "stack-tight")}>
          {hindrances(view).map(({ why, count }) => (
            <li key={why} className="stack-tight">
              <span>{t(`ready.${why}`, { count })}</span>
              {onMend && (
                <div>
                  <Button onPress={() => onMend(why)}>{t(ways[why])}</Button>
                </div>
              )}
            </li>
          ))}
        </ul>
        {!onMend && <p>{t("ready.by_analyst")}</p>}
      </div>
    </Banner>
  );
}

/** What is not in the table, and why: no bar, but nobody approves a table without having been told. */
export function Apart({ view }: { view: Review }) {
  const { opinions, sentences } = view.ledger;
  const count = sentences.apart.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return null;
  return (
    <Banner tone="info" title={t("ready.apart", { count, total: sentences.total })}>
      <ul className="synth-parts">
        {opinions.apart > 0 && <li>{t("ready.apart_whole", { count: opinions.apart })}</li>}
        {sentences.apart.map((one) => (
          <li key={one.rule}>
            {t("ready.apart_by", { count: one.count, rule: tMaybe(`synth.rule_${one.rule}`, one.rule) })}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

/** What only the program has placed and named: no bar. */
export function Unconfirmed({ view }: { view: Review }) {
  const points = view.rows.reduce((sum, row) => sum + row.points.length, 0);
  const open = unconfirmed(view);
  if (open.points + open.rows === 0) return null;
  return (
    <Banner tone="warn" title={t("synth.approve_open")}>
      <ul className="synth-parts">
        {open.points > 0 && <li>{t("synth.approve_points", { count: open.points, total: points })}</li>}
        {open.rows > 0 && <li>{t("synth.approve_rows", { count: open.rows, total: view.rows.length })}</li>}
      </ul>
    </Banner>
  );
}
