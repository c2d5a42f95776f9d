/** What a session has left, as far as one may read it: a card for each paper. */
import "../../i18n/late/deeds.ts";
import { useThing } from "../../api/query.ts";
import { t } from "../../i18n/index.ts";
import { useLive } from "../../live/hooks.ts";
import { Card, EmptyState, Section } from "../../ui/Page.tsx";
import { Read, StateTag } from "../../ui/Status.tsx";
import { type Deeds, stateTones } from "./deed.ts";

export default function DeedCards({ meeting }: { meeting: string }) {
  useLive(`deeds:${meeting}`);
  const deeds = useThing<Deeds>(`deeds/${meeting}`, `/api/meetings/${meeting}/deeds`);
  return (
    <Section title={t("deeds.after")}>
      <Read of={deeds}>
        {(held) =>
          held.deeds.length === 0 ? (
            <EmptyState title={t("deeds.none")}>{t("deeds.none_lead")}</EmptyState>
          ) : (
            <div className="meeting-pair">
              {held.deeds.map((deed) => (
                <Card key={deed.id} title={t(`deeds.${deed.kind}`)} href={`/meetings/${meeting}/${deed.kind}`}>
                  <div className="row">
                    <StateTag tone={stateTones[deed.state]}>{t(`deeds.state_${deed.state}`)}</StateTag>
                    {deed.number && <span>{t("deeds.number", { number: deed.number })}</span>}
                    {deed.corrections > 0 && <span>{t("deeds.corrections_count", { count: deed.corrections })}</span>}
                  </div>
                </Card>
              ))}
            </div>
          )
        }
      </Read>
    </Section>
  );
}
