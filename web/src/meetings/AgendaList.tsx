/** The agenda from top to bottom, with what a screen puts beside each item. */
import { FileText } from "lucide-react";
import type { ReactNode } from "react";
import { formatDate } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { cx } from "../ui/cx.ts";
import { StateTag } from "../ui/Status.tsx";
import type { Item } from "./types.ts";

export function AgendaList({
  items,
  beside,
  below,
  before,
  lifted = [],
}: {
  items: Item[];
  /** What an item is held by, before its number. */
  before?: (item: Item) => ReactNode;
  /** What is in somebody's hand. */
  lifted?: Item[];
  /** Acts on one item, to its right. */
  beside?: (item: Item, index: number) => ReactNode;
  /** What is said of one item, below its facts. */
  below?: (item: Item) => ReactNode;
}) {
  return (
    <ol className="plain-list agenda" aria-label={t("meetings.agenda")}>
      {items.map((item, index) => (
        <li
          key={item.id}
          className={cx(
            "agenda-item",
            `agenda-${item.kind}`,
            item.stage === "withdrawn" && "agenda-gone",
            lifted.includes(item) && "agenda-lifted",
          )}
          style={{ paddingInlineStart: `calc(${item.depth} * var(--s6))` }}
          aria-current={item.stage === "current" ? "step" : undefined}
        >
          {before?.(item)}
          <span className="agenda-number number">{item.number}</span>
          <div className="agenda-text">
            <p className="agenda-title">{item.title}</p>
            <ItemFacts item={item} />
            {below?.(item)}
          </div>
          {beside && <div className="agenda-acts">{beside(item, index)}</div>}
        </li>
      ))}
    </ol>
  );
}

/** What is known of an item in one line, and what became of it. */
export function ItemFacts({ item }: { item: Item }) {
  const facts = [
    item.kind !== "heading" && tMaybe(`meetings.item_${item.kind}`),
    item.lead,
    item.minutes > 0 && t("meetings.agenda_minutes", { minutes: item.minutes }),
    item.chair && `${t("meetings.chair")}: ${item.chair.name}`,
  ].filter(Boolean);
  return (
    <div className="agenda-facts small">
      <span className="soft">{facts.join(" · ")}</span>
      {item.papers.length > 0 && (
        <span className="soft agenda-papers">
          <FileText aria-hidden size={16} /> {t("meetings.papers", { count: item.papers.length })}
        </span>
      )}
      <ItemTag item={item} />
      {item.resubmit_by && <span>{t("meetings.resubmit", { date: formatDate(item.resubmit_by) })}</span>}
    </div>
  );
}

export function ItemTag({ item }: { item: Item }) {
  if (item.stage === "withdrawn") return <StateTag>{t("meetings.item_withdrawn")}</StateTag>;
  if (item.stage === "current") return <StateTag tone="active">{t("meetings.current")}</StateTag>;
  if (item.stage !== "done") return null;
  const good = item.outcome === "adopted" || item.outcome === "noted" || item.outcome === "discussed";
  return <StateTag tone={good ? "good" : "warn"}>{tMaybe(`meetings.outcome_${item.outcome}`)}</StateTag>;
}
