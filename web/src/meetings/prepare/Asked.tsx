/** What ballots have left for a session: asked to be discussed, or to be reported. Each goes on the agenda in one press. */
import { Plus } from "lucide-react";
import { useList } from "../../api/query.ts";
import type { Schema } from "../../api/types.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Section } from "../../ui/Page.tsx";
import { ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Agenda, Meeting } from "../types.ts";

export function Asked({ meeting }: { meeting: Meeting }) {
  const path = `/api/meetings/${meeting.id}/asked`;
  const list = useList<Schema<"AskedView">>(path, {}, { refs: ["meetings/", "ballots/"] });
  const take = useAct<{ ballot: string }, Agenda>(meeting.id, "agenda", path);
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t("meetings.asked_list", { count: items.length })} lead={t("meetings.asked_lead")}>
      <ErrorSummary error={take.error} />
      <ul className="plain-list agenda">
        {items.map((one) => (
          <li key={one.ballot} className="agenda-item">
            <div className="agenda-text">
              <p className="agenda-title">{one.title}</p>
              <div className="agenda-facts small">
                <span className="soft">{[one.lead, formatDate(one.closed_at)].filter(Boolean).join(" · ")}</span>
                <StateTag tone={one.kind === "decide" ? "warn" : "neutral"}>
                  {one.kind === "decide"
                    ? t("meetings.asked_discuss", { count: one.asked })
                    : t("meetings.asked_report", { number: one.number })}
                </StateTag>
              </div>
            </div>
            <Button
              icon={<Plus aria-hidden />}
              aria-label={t("meetings.asked_take_named", { title: one.title })}
              isDisabled={take.isPending}
              onPress={() => take.mutate({ ballot: one.ballot })}
            >
              {t("meetings.asked_take")}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
