/** What was not adopted and is to be submitted again; nothing where there is none. */
import "../../i18n/late/deeds.ts";
import { useLongList } from "../../api/long.ts";
import type { Schema } from "../../api/types.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Card, Section } from "../../ui/Page.tsx";
import { More } from "../../ui/Pagination.tsx";
import { StateTag } from "../../ui/Status.tsx";

/** Within how many days it is marked. */
const soon = 14;

export default function Returning() {
  const list = useLongList<Schema<"ReturningView">>("/api/agenda-returning", {}, { refs: ["meetings/"] });
  const items = list.data ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title={t("deeds.returning", { count: `${items.length}${list.more ? "+" : ""}` })}
      lead={t("deeds.returning_lead")}
    >
      <ul className="plain-list stack">
        {items.map((one) => (
          <li key={one.item}>
            <Card title={one.title} href={`/meetings/${one.meeting}`}>
              <div className="meeting-facts">
                <p>{t("deeds.returning_by", { date: formatDate(one.resubmit_by) })}</p>
                {one.days_left <= soon && (
                  <StateTag tone={one.days_left < 0 ? "bad" : "warn"}>
                    {one.days_left < 0
                      ? t("deeds.returning_overdue", { count: -one.days_left })
                      : t("deeds.returning_left", { count: one.days_left })}
                  </StateTag>
                )}
              </div>
              <p className="soft">{[one.lead, one.session].filter(Boolean).join(" · ")}</p>
              {one.conclusion && <p>{t("deeds.returning_asked", { text: one.conclusion })}</p>}
            </Card>
          </li>
        ))}
      </ul>
      <More of={list} />
    </Section>
  );
}
