/** The members of the body on a day, as a ballot would freeze them. */
import { Printer } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useList } from "../api/query.ts";
import { hasRole, useMe } from "../api/session.ts";
import { formatDate } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DatePicker, dayOf } from "../ui/DatePicker.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { endOf } from "./days.ts";
import type { BodyMember } from "./types.ts";

export function Members() {
  const admin = hasRole(useMe(), "administrator");
  const today = dayOf(new Date(serverNow()).toISOString());
  const [day, setDay] = useState(today);
  // The last second of the day: who took office that day is on the list.
  const at = day && day !== today ? new Date(Date.parse(endOf(day)) - 1000).toISOString() : undefined;
  const members = useList<BodyMember>("/api/members", { at });
  return (
    <Page
      title={t("nav.members")}
      lead={t("people.members_lead")}
      tools={
        <Button variant="quiet" icon={<Printer aria-hidden />} onPress={() => print()}>
          {t("act.print")}
        </Button>
      }
    >
      <div className="people-day no-print">
        <DatePicker label={t("people.as_of")} value={day} onChange={(next) => setDay(next || today)} />
      </div>
      <Read of={members}>
        {(list) => (
          <Table
            caption={t("people.members_on", { count: list.items.length, date: formatDate(day) })}
            rows={list.items}
            rowKey={(member) => member.person}
            empty={<EmptyState title={t("people.no_members")}>{t("people.no_members_lead")}</EmptyState>}
            columns={[
              { key: "seat", header: t("people.seat"), kind: "number", cell: (member) => member.seat || "" },
              {
                key: "name",
                header: t("people.name"),
                rowHeader: true,
                cell: (member) => (
                  <span className="row">
                    {admin ? (
                      <Link href={`/people/${member.person}`} className="people-link">
                        {[member.honorific, member.full_name].filter(Boolean).join(" ")}
                      </Link>
                    ) : (
                      [member.honorific, member.full_name].filter(Boolean).join(" ")
                    )}
                    {member.tie && <StateTag tone="active">{t("people.tie")}</StateTag>}
                  </span>
                ),
              },
              {
                key: "posts",
                header: t("people.posts"),
                cell: (member) => (
                  <ul className="plain-list">
                    {member.posts.map((post) => (
                      <li key={post.id}>{pick(post.title_vi, post.title_en)}</li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        )}
      </Read>
    </Page>
  );
}
