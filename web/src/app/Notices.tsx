/** What happened to the ballots of whoever looks: that it happened, never what was said. */
import { BellRing } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useCommand, useList } from "../api/query.ts";
import type { components } from "../api/schema.d.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Section } from "../ui/Page.tsx";
import { Banner, errorText } from "../ui/Status.tsx";

type Notice = components["schemas"]["NoticeView"];

const few = 5;

/** The newest notice of each ballot, with all that reading it settles; an older one says nothing more. */
function newestOfEach(notices: Notice[]): (Notice & { ids: string[] })[] {
  const byBallot = new Map<string, Notice & { ids: string[] }>();
  for (const notice of notices) {
    const held = byBallot.get(notice.ballot);
    if (held) held.ids.push(notice.id);
    else byBallot.set(notice.ballot, { ...notice, ids: [notice.id] });
  }
  return [...byBallot.values()];
}

export function Notices({
  refs,
  hrefOf,
}: {
  /** What makes the list old. */
  refs: string[];
  /** Where this person works on a ballot; nowhere where it is no longer theirs. */
  hrefOf: (ballot: string) => string | undefined;
}) {
  const list = useList<Notice>("/api/notices", {}, { refs });
  const read = useCommand<string[]>({
    path: "/api/notices/read",
    body: (ids) => ({ ids }),
    touches: ["/api/notices"],
  });
  const [all, setAll] = useState(false);
  const ids = list.data?.items.map((notice) => notice.id) ?? [];
  const items = newestOfEach(list.data?.items ?? []);
  if (items.length === 0) return null;
  const more = items.length > few;
  return (
    <Section
      title={t("home.notices", { count: items.length })}
      tools={
        <Button variant="quiet" pending={read.isPending && t("state.saving")} onPress={() => read.mutate(ids)}>
          {t("home.notices_read")}
        </Button>
      }
    >
      {read.error && <Banner tone="bad" title={errorText(read.error)} />}
      <ul className="plain-list lines">
        {items.slice(0, all ? undefined : few).map((notice) => (
          <li key={notice.id} className="line">
            <BellRing aria-hidden size={20} className="line-sign" />
            <div className="line-text">
              <span>{tMaybe(`notice.${notice.kind}`, t("notice.other"))}</span>
              <About notice={notice} href={hrefOf(notice.ballot)} onFollow={() => read.mutate(notice.ids)} />
            </div>
            <span className="soft small number">{formatDateTime(notice.at)}</span>
          </li>
        ))}
      </ul>
      {more && (
        <div>
          <Button aria-expanded={all} onPress={() => setAll(!all)}>
            {all ? t("home.notices_few") : t("home.notices_all", { count: items.length })}
          </Button>
        </div>
      )}
    </Section>
  );
}

function About({ notice, href, onFollow }: { notice: Notice; href: string | undefined; onFollow: () => void }) {
  if (!href || !notice.title) return notice.title;
  return (
    <Link href={href} onClick={onFollow}>
      {notice.title}
    </Link>
  );
}
