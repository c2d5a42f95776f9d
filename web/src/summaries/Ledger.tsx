/** The ledger: every opinion and every sentence accounted for, always in sight. */
import { Undo2 } from "lucide-react";
import type { ButtonHTMLAttributes } from "react";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { keyed } from "../ui/keys.tsx";
import { StateTag } from "../ui/Status.tsx";
import { entryText } from "./told.ts";
import type { Review } from "./types.ts";

interface Props {
  view: Review;
  /** Opens the next opinion that must be read. */
  onUnread?: (() => void) | undefined;
  /** Undoes what I did last; undefined where I may not. */
  onUndo?: ((rev: number) => void) | undefined;
  pending?: string | false;
}

export function Ledger({ view, onUnread, onUndo, pending }: Props) {
  const { opinions, sentences, balanced, faults, unread } = view.ledger;
  const apart = sentences.apart.reduce((sum, one) => sum + one.count, 0);
  return (
    <section className="synth-ledger" tabIndex={-1} aria-label={t("synth.ledger")}>
      <span>{t("synth.ledger_opinions", opinions)}</span>
      <span>
        {t("synth.ledger_sentences", {
          total: sentences.total,
          placed: sentences.placed,
          apart,
          waiting: sentences.waiting,
        })}
      </span>
      <span className="row">
        {balanced ? (
          <StateTag tone="good">{t("synth.balanced")}</StateTag>
        ) : (
          <StateTag tone="bad">{t("synth.unbalanced", { count: faults.length })}</StateTag>
        )}
        {unread.length > 0 ? (
          <StateTag tone="warn">{t("synth.unread", { count: unread.length })}</StateTag>
        ) : (
          <StateTag tone="good">{t("synth.all_read")}</StateTag>
        )}
        {unread.length > 0 && onUnread && (
          <Button variant="quiet" {...keyed("4")} onPress={onUnread}>
            {t("synth.read_next")}
          </Button>
        )}
      </span>
      {(view.last || view.undo) && (
        <div className="synth-last">
          {view.last && (
            <p className="soft small">
              {t("versions.last", {
                at: formatDateTime(view.last.at),
                name: view.last.by || t("versions.system"),
                what: entryText(view.last),
              })}
            </p>
          )}
          {onUndo && view.undo && <Undo of={view.undo} last={view.last} onUndo={onUndo} pending={pending} />}
        </div>
      )}
    </section>
  );
}

/** Says which act it undoes, to the ear always, to the eye where it is not the one that stands before it. */
function Undo({
  of,
  last,
  onUndo,
  pending,
}: {
  of: NonNullable<Review["undo"]>;
  last: Review["last"];
  onUndo: (rev: number) => void;
  pending: string | false | undefined;
}) {
  const what = t("undo.what", { what: entryText(of.what) });
  const { render, ...key } = keyed("Control+Z");
  return (
    <Button
      variant="quiet"
      icon={<Undo2 aria-hidden />}
      {...key}
      render={(props: ButtonHTMLAttributes<HTMLButtonElement>) => render({ ...props, title: what })}
      aria-label={what}
      pending={pending || false}
      onPress={() => onUndo(of.rev)}
    >
      {last && entryText(last) === entryText(of.what) ? t("undo.act") : what}
    </Button>
  );
}
