/** What was told of items of sessions and not read yet: another version of a paper, what is to be submitted again. */
import "../i18n/late/deeds.ts";
import { BellRing } from "lucide-react";
import { Link } from "wouter";
import { useCommand, useList } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Section } from "../ui/Page.tsx";
import { Banner, errorText } from "../ui/Status.tsx";

export default function Notices() {
  const list = useList<Schema<"SessionNotice">>("/api/session-notices", {}, { refs: ["meetings/"] });
  const read = useCommand<{ to: string }>({ path: "/api/session-notices/read", touches: ["/api/session-notices"] });
  const items = list.data?.items ?? [];
  const newest = items[0];
  if (!newest) return null;
  return (
    <Section
      title={t("deeds.notices", { count: items.length })}
      tools={
        <Button
          variant="quiet"
          pending={read.isPending && t("state.saving")}
          onPress={() => read.mutate({ to: newest.at })}
        >
          {t("deeds.notices_read")}
        </Button>
      }
    >
      {read.error && <Banner tone="bad" title={errorText(read.error)} />}
      <ul className="plain-list stack">
        {items.map((one) => (
          <li key={one.id} className="row">
            <BellRing aria-hidden size={20} />
            <span>
              {tMaybe(`deeds.notice_${one.kind.replace(".", "_")}`, t("deeds.notice_other"))}{" "}
              <Link href={`/meetings/${one.meeting}`}>{one.title}</Link>
              <span className="soft"> · {one.session}</span>
            </span>
            <span className="soft small number">{formatDateTime(one.at)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
