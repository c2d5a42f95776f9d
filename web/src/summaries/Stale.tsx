/** That opinions are not what the table was made of: which, in what, and what to do. */
import { useEffect, useRef } from "react";
import { touch } from "../api/query.ts";
import { t } from "../i18n/index.ts";
import { useLive, useView } from "../live/hooks.ts";
import { Banner } from "../ui/Status.tsx";
import type { Review } from "./types.ts";

/** Reads the synthesis again when something happens to its ballot: an answer on paper comes, or is disputed. */
function useBallotNews(view: Review) {
  const { ballot, id } = view.asked;
  useLive(`ballot:${ballot}`);
  const rev = useView<{ rev: number }>(`ballot/${ballot}`)?.rev;
  const seen = useRef(rev);
  useEffect(() => {
    const before = seen.current;
    seen.current = rev;
    if (before !== undefined && rev !== undefined && before !== rev) {
      touch([`synthesis-review/${id}`, `synthesis-opinions/${id}`]);
    }
  }, [rev, id]);
}

export function Stale({ view, analyst }: { view: Review; analyst: boolean }) {
  useBallotNews(view);
  if (view.changes.length === 0) return null;
  const advice = view.approved ? "versions.stale_approved" : analyst ? "versions.stale_review" : "versions.stale_wait";
  return (
    <Banner tone="warn" title={t("versions.stale_title", { count: view.changes.length })}>
      <div className="stack-tight">
        <p>{t(advice)}</p>
        <ul className="synth-parts stack-tight">
          {view.changes.map((one) => (
            <li key={one.opinion} className="stack-tight">
              <strong>{one.who || t("versions.who_gone")}</strong>
              {one.how === "came" && <span>{t("versions.stale_came")}</span>}
              {one.how === "went" && <span>{t("versions.stale_went")}</span>}
              {one.how === "changed" && one.lost.length + one.loose.length === 0 && (
                <span>{t("versions.stale_same")}</span>
              )}
              <Sentences title={t("versions.stale_lost")} of={one.lost} />
              <Sentences title={t("versions.stale_loose")} of={one.loose} />
            </li>
          ))}
        </ul>
      </div>
    </Banner>
  );
}

function Sentences({ title, of }: { title: string; of: string[] }) {
  if (of.length === 0) return null;
  return (
    <div>
      <span className="soft">{title}</span>
      <ul>
        {of.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
    </div>
  );
}
