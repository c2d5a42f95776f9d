/** "24/27" with its bar; the number says it, the bar only shows it. */
import { t } from "../../i18n/index.ts";
import "./desk.css";

export function AnsweredBar({ answered, total, note }: { answered: number; total: number; note?: string }) {
  return (
    <span className="answered">
      <span className="answered-text number">
        {t("desk.answered", { answered, total })}
        {note && <span className="soft small"> {note}</span>}
      </span>
      <span className="answered-bar" aria-hidden>
        <span className="answered-part" style={{ inlineSize: `${total > 0 ? (100 * answered) / total : 0}%` }} />
      </span>
    </span>
  );
}
