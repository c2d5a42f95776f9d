/** The ledger: every opinion and every sentence accounted for, always in sight. */
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { keyed } from "../ui/keys.tsx";
import { StateTag } from "../ui/Status.tsx";
import type { Review } from "./types.ts";

interface Props {
  view: Review;
  /** Opens the next opinion that must be read. */
  onUnread?: (() => void) | undefined;
}

export function Ledger({ view, onUnread }: Props) {
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
    </section>
  );
}
