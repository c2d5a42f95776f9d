/** What only the program has placed and named, before somebody answers for the table. */
import { t } from "../i18n/index.ts";
import { Banner } from "../ui/Status.tsx";
import type { Review } from "./types.ts";
import { unconfirmed } from "./unconfirmed.ts";

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
