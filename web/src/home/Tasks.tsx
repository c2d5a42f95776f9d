/** How the tasks of my ministry stand, where there are any. */
import "../i18n/late/tasks.ts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { request } from "../api/client.ts";
import type { Schema } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { LinkButton } from "../ui/Button.tsx";
import { Section } from "../ui/Page.tsx";
import { StateTag } from "../ui/Status.tsx";

type Counts = Schema<"TaskCounts">;

export default function Tasks() {
  const counts = useQuery<Counts>({
    queryKey: ["list", "/api/tasks-count", {}],
    queryFn: ({ signal }) => request<Counts>("GET", "/api/tasks-count", undefined, { signal }),
    meta: { refs: ["tasks/"] },
  });
  const held = counts.data;
  if (!held || held.assigned + held.doing + held.reported === 0) return null;
  return (
    <Section
      title={t("tasks.home")}
      tools={<LinkButton href={`/tasks?agency=${held.agency}`}>{t("tasks.home_all")}</LinkButton>}
    >
      <p className="row">
        {held.overdue > 0 && (
          <Link href={`/tasks?agency=${held.agency}&due=overdue`}>
            <StateTag tone="bad">{t("tasks.home_overdue", { count: held.overdue })}</StateTag>
          </Link>
        )}
        {held.soon > 0 && <StateTag tone="warn">{t("tasks.home_soon", { count: held.soon })}</StateTag>}
        <span>{t("tasks.home_doing", { count: held.assigned + held.doing })}</span>
        {held.reported > 0 && <span className="soft">{t("tasks.home_reported", { count: held.reported })}</span>}
      </p>
    </Section>
  );
}
