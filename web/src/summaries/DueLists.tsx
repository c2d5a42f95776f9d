/** What of the tables waits for whoever looks: for the approver what was handed over, for the analyst what came back. */
import { Link } from "wouter";
import { hasRole, useMe } from "../api/session.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Section } from "../ui/Page.tsx";
import { StateTag } from "../ui/Status.tsx";
import type { Due } from "./types.ts";

export function DueLists({ due }: { due: Due[] }) {
  const me = useMe();
  const waiting = hasRole(me, "secretariat") ? due.filter((one) => !one.submission.returned_at) : [];
  const returned = hasRole(me, "analyst") ? due.filter((one) => one.submission.returned_at) : [];
  return (
    <>
      {waiting.length > 0 && (
        <Section title={t("submission.waits_count", { count: waiting.length })}>
          <Lines of={waiting} />
        </Section>
      )}
      {returned.length > 0 && (
        <Section title={t("submission.returned_count", { count: returned.length })}>
          <Lines of={returned} />
        </Section>
      )}
    </>
  );
}

function Lines({ of }: { of: Due[] }) {
  return (
    <ul className="plain-list lines">
      {of.map((one) => (
        <li key={one.id} className="line">
          <div className="line-text">
            <Link href={`/summaries/${one.id}`} className="line-title">
              {one.draft}
            </Link>
            <span className="soft small">{one.text}</span>
            <What of={one} />
          </div>
          {one.submission.changed && <StateTag tone="warn">{t("submission.changed")}</StateTag>}
        </li>
      ))}
    </ul>
  );
}

function What({ of: { submission } }: { of: Due }) {
  if (!submission.returned_at)
    return (
      <span className="small">{t("submission.by_at", { name: submission.by, at: formatDateTime(submission.at) })}</span>
    );
  return (
    <>
      <span className="small">
        {t("submission.returned_by", { name: submission.returned_by, at: formatDateTime(submission.returned_at) })}
      </span>
      <span className="synth-reason">{t("submission.reason_is", { reason: submission.reason })}</span>
    </>
  );
}
