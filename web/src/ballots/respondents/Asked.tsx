/** Whom a consultation asks, in short: how many of which kind, and the way to the list. */
import "../../i18n/late/consult.ts";
import { CircleAlert } from "lucide-react";
import { hasRole, useMe } from "../../api/session.ts";
import { t } from "../../i18n/index.ts";
import { LinkButton } from "../../ui/Button.tsx";
import { fieldId } from "../../ui/Field.tsx";
import { Section } from "../../ui/Page.tsx";
import { Banner, Read } from "../../ui/Status.tsx";
import type { Ballot } from "../parts/types.ts";
import { sectors } from "./lines.ts";
import { useListTyped, useRespondents } from "./respondents.ts";

export function Asked({ ballot, error }: { ballot: Ballot; error?: string | undefined }) {
  const list = useRespondents(ballot.id);
  const [typed] = useListTyped(ballot.id);
  const me = useMe();
  const edits = ballot.state === "draft" && hasRole(me, "secretariat");
  return (
    <Section title={t("consult.respondents")}>
      <div id={fieldId("respondents")} className="stack-tight">
        {error && (
          <p className="field-error">
            <CircleAlert aria-hidden size={18} />
            <span>{error}</span>
          </p>
        )}
        <Read of={list}>
          {({ items }) =>
            items.length === 0 ? (
              <p>{t("consult.respondents_none")}</p>
            ) : (
              <>
                <p>
                  <strong>{t("consult.respondents_count", { count: items.length })}</strong>
                  {" · "}
                  {sectors
                    .map((one) => ({ one, count: items.filter((item) => item.sector === one).length }))
                    .filter(({ count }) => count > 0)
                    .map(({ one, count }) => `${t(`consult.sector_${one}`)}: ${count}`)
                    .join("; ")}
                </p>
                {!edits && (
                  <ol className="asked">
                    {items.map((item) => (
                      <li key={item.seat}>
                        {item.name}
                        {item.person && (
                          <span className="soft"> · {t("consult.way_account", { name: item.person.name })}</span>
                        )}
                      </li>
                    ))}
                  </ol>
                )}
              </>
            )
          }
        </Read>
        {edits && typed && (
          <Banner tone="warn" title={t("consult.unsaved")}>
            {t("consult.unsaved_lead", { count: typed.lines.length })}
          </Banner>
        )}
        {edits && (
          <div>
            <LinkButton href={`/ballots/desk/${ballot.id}/respondents`}>{t("consult.respondents_edit")}</LinkButton>
          </div>
        )}
      </div>
    </Section>
  );
}
