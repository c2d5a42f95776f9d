/** What was told to my agency, or to the secretariat, and I have not read: due soon, overdue, reported, sent back. */
import { BellRing } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useCommand, useList } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Section } from "../ui/Page.tsx";
import { Banner, errorText } from "../ui/Status.tsx";
import { refs } from "./calls.ts";

type Notice = Schema<"TaskNotice">;

/** Older notices are shown on demand. */
const few = 3;

export function TaskNotices() {
  const list = useList<Notice>("/api/task-notices", {}, { refs });
  const read = useCommand<{ to: string }>({ path: "/api/task-notices/read", touches: ["/api/task-notices"] });
  const [all, setAll] = useState(false);
  const items = list.data?.items ?? [];
  const newest = items[0];
  if (!newest) return null;
  return (
    <Section
      title={t("tasks.notices", { count: items.length })}
      tools={
        <Button
          variant="quiet"
          pending={read.isPending && t("state.saving")}
          onPress={() => read.mutate({ to: newest.at })}
        >
          {t("tasks.notices_read")}
        </Button>
      }
    >
      {read.error && <Banner tone="bad" title={errorText(read.error)} />}
      <ul className="plain-list task-notices">
        {items.slice(0, all ? undefined : few).map((notice) => (
          <li key={notice.id}>
            <BellRing aria-hidden size={20} />
            <span className="task-notice-text">
              <strong>{tMaybe(`tasks.notice_${notice.kind.replace("task.", "")}`, t("tasks.notice_other"))}</strong>{" "}
              <Link href={`/tasks/${notice.task}`}>
                {notice.number}: {notice.text}
              </Link>
            </span>
            <span className="soft small number">{formatDateTime(notice.at)}</span>
          </li>
        ))}
      </ul>
      {items.length > few && (
        <div>
          <Button aria-expanded={all} onPress={() => setAll(!all)}>
            {all ? t("tasks.notices_few") : t("tasks.notices_all", { count: items.length })}
          </Button>
        </div>
      )}
    </Section>
  );
}
