/**
 * Papers left, answer right. In portrait the answer is a sheet at the bottom edge
 * whose handle always says how far it is, so that paper and answer stay on one screen.
 */
import "../../i18n/late/member.ts";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type ReactNode, useId } from "react";
import { t } from "../../i18n/index.ts";
import { cx } from "../../ui/cx.ts";
import "./parts.css";

export function Space({
  papers,
  panel,
  panelLabel,
  handle,
  foot,
  isOpen,
  onOpen,
}: {
  papers: ReactNode;
  panel: ReactNode;
  panelLabel: string;
  /** What the handle says in portrait; without it the panel is no sheet and stands below the papers. */
  handle?: ReactNode;
  /** The acts, always in sight while the panel is. */
  foot?: ReactNode;
  isOpen: boolean;
  onOpen: (open: boolean) => void;
}) {
  const id = useId();
  return (
    <div className={cx("space", handle !== undefined && "space-sheet")}>
      <section className="space-papers" aria-label={t("parts.papers")}>
        {papers}
      </section>
      <section className={cx("space-panel", isOpen && "space-panel-open")} aria-label={panelLabel}>
        {handle !== undefined && (
          <button
            type="button"
            className="space-handle"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => onOpen(!isOpen)}
          >
            <span className="space-handle-text">{handle}</span>
            <span className="space-handle-act">
              {isOpen ? t("parts.sheet_close") : t("parts.sheet_open")}
              {isOpen ? <ChevronDown aria-hidden size={22} /> : <ChevronUp aria-hidden size={22} />}
            </span>
          </button>
        )}
        <div className="space-content" id={id}>
          <div className="space-scroll">{panel}</div>
          {foot && <footer className="space-foot">{foot}</footer>}
        </div>
      </section>
    </div>
  );
}
