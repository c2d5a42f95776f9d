/** The devices on which this account is signed in, each of which can be signed out. */
import "../i18n/late/signin.ts";
import { LogOut } from "lucide-react";
import { useCommand, useList } from "../api/query.ts";
import { signOut } from "../app/session.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";

interface Session {
  id: string;
  device: string;
  created_at: string;
  ends_at: string;
  seen_at: string;
  current: boolean;
}

export default function Sessions() {
  const sessions = useList<Session>("/api/sessions");
  const revoke = useCommand<Session>({
    method: "DELETE",
    path: (session) => `/api/sessions/${session.id}`,
    body: () => undefined,
    touches: ["/api/sessions"],
  });
  return (
    <Page title={t("sessions.title")} lead={t("sessions.lead")}>
      <ErrorSummary error={revoke.error} />
      <Read of={sessions}>
        {(list) => (
          <Table
            caption={t("sessions.title")}
            hideCaption
            rows={list.items}
            rowKey={(session) => session.id}
            empty={<EmptyState title={t("sessions.empty")}>{t("sessions.empty_lead")}</EmptyState>}
            columns={[
              {
                key: "device",
                header: t("sessions.device"),
                rowHeader: true,
                cell: (session) => (
                  <span className="row">
                    {session.device} {session.current && <StateTag tone="active">{t("sessions.this")}</StateTag>}
                  </span>
                ),
              },
              { key: "started", header: t("sessions.started"), kind: "fit", cell: (s) => formatDateTime(s.created_at) },
              { key: "seen", header: t("sessions.seen"), kind: "fit", cell: (s) => formatDateTime(s.seen_at) },
              {
                key: "act",
                header: <span className="visually-hidden">{t("sessions.revoke")}</span>,
                kind: "fit",
                cell: (session) => (
                  <Button
                    icon={<LogOut aria-hidden />}
                    aria-label={t("sessions.revoke_named", { device: session.device })}
                    pending={revoke.isPending && revoke.variables?.id === session.id && t("state.sending")}
                    onPress={() => (session.current ? void signOut() : revoke.mutate(session))}
                  >
                    {t("signin.out")}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Read>
    </Page>
  );
}
