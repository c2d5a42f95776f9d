/** The roles given to a person by name, over time. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useList } from "../api/query.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { announce } from "../ui/Live.tsx";
import { EmptyState, Section } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { EndDialog } from "./EndDialog.tsx";
import { Clash, newestFirst } from "./PostsSection.tsx";
import { assignable, forbidden, inWords, roleText, takesTwo } from "./rules.ts";
import { running, SpanState, SpanText } from "./Span.tsx";
import { type Days, moments, SpanFields } from "./SpanFields.tsx";
import type { Agency, Given, GivenRole, RecordView } from "./types.ts";

export function RolesSection({ record }: { record: RecordView }) {
  const person = record.person.id;
  const agencies = useList<Agency>("/api/agencies");
  const [giving, setGiving] = useState(false);
  const [ending, setEnding] = useState<GivenRole | null>(null);
  const [waiting, setWaiting] = useState(false);
  const agencyName = (id: string) => {
    const agency = agencies.data?.items.find((one) => one.id === id);
    return agency ? pick(agency.name_vi, agency.name_en) : "";
  };
  return (
    <Section
      title={t("people.roles")}
      lead={t("people.roles_lead")}
      tools={
        <Button icon={<Plus aria-hidden />} onPress={() => setGiving(true)}>
          {t("people.give_role")}
        </Button>
      }
    >
      {waiting && <Banner title={t("people.waits_second")}>{t("people.waits_second_lead")}</Banner>}
      <Table
        caption={t("people.roles")}
        hideCaption
        rows={newestFirst(record.given)}
        rowKey={(role) => role.id}
        empty={<EmptyState title={t("people.no_roles")}>{t("people.no_roles_lead")}</EmptyState>}
        columns={[
          {
            key: "role",
            header: t("people.role"),
            rowHeader: true,
            cell: (role) => (
              <>
                {roleText(role.role)}
                {role.agency && <span className="soft people-plain"> · {agencyName(role.agency)}</span>}
              </>
            ),
          },
          { key: "span", header: t("people.time"), cell: (role) => <SpanText span={role} /> },
          { key: "state", header: t("people.state"), kind: "fit", cell: (role) => <SpanState span={role} /> },
          {
            key: "acts",
            header: <span className="visually-hidden">{t("people.acts")}</span>,
            kind: "fit",
            cell: (role) =>
              running(role) && (
                <Button
                  onPress={() => setEnding(role)}
                  aria-label={t("people.end_named", { name: roleText(role.role) })}
                >
                  {t("people.end")}
                </Button>
              ),
          },
        ]}
      />
      {giving && (
        <RoleDialog
          record={record}
          agencies={agencies.data?.items ?? []}
          onClose={() => setGiving(false)}
          onDone={(waits) => {
            setGiving(false);
            setWaiting(waits);
          }}
        />
      )}
      {ending && (
        <EndDialog
          title={t("people.end_role_title", { name: roleText(ending.role) })}
          effect={t("people.end_role_effect", { name: roleText(ending.role) })}
          path={`/api/roles/${ending.id}/end`}
          rev={ending.rev}
          touches={[`person/${person}`]}
          onClose={() => setEnding(null)}
        />
      )}
    </Section>
  );
}

function RoleDialog({
  record,
  agencies,
  onClose,
  onDone,
}: {
  record: RecordView;
  agencies: Agency[];
  onClose: () => void;
  onDone: (waits: boolean) => void;
}) {
  const [role, setRole] = useState("");
  const [agency, setAgency] = useState("");
  const [days, setDays] = useState<Days>({ from: "", until: "" });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const person = record.person.id;
  const send = useCommand<{ role: string; agency?: string; from?: string; until?: string }, Given>(
    { path: `/api/people/${person}/roles`, touches: [`person/${person}`, "/api/change-requests"] },
    {
      onDone: (out) => {
        announce(t(out.waiting ? "people.waits_second" : "people.saved"));
        onDone(out.waiting);
      },
    },
  );
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const clash = role ? forbidden([...new Set([...record.roles, role])]) : [];
  const give = () => {
    const found = [
      ...(role ? [] : [{ path: "role", text: t("people.role_missing") }]),
      ...(role === "drafter" && !agency ? [{ path: "agency", text: t("people.agency_missing") }] : []),
    ];
    setWrong(found);
    send.reset();
    if (found.length === 0) send.mutate({ role, ...(role === "drafter" ? { agency } : {}), ...moments(days) });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("people.give_role")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={give} pending={send.isPending && t("state.sending")}>
            {t(takesTwo(role) ? "people.ask_second" : "people.give")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={inWords(send.error)} more={wrong} onRetry={give} />
      <Select
        label={t("people.role")}
        name="role"
        options={assignable.map((one) => ({
          value: one,
          label: roleText(one),
          ...(takesTwo(one) ? { note: t("people.takes_two") } : {}),
        }))}
        value={role || null}
        onChange={setRole}
        error={at("role")}
      />
      {role === "drafter" && (
        <Select
          label={t("people.drafts_for")}
          name="agency"
          options={agencies.map((one) => ({ value: one.id, label: pick(one.name_vi, one.name_en) }))}
          value={agency || null}
          onChange={setAgency}
          error={at("agency")}
        />
      )}
      {clash.length > 0 ? (
        <Clash roles={clash} />
      ) : (
        takesTwo(role) && <Banner title={t("people.second_needed")}>{t("people.second_needed_lead")}</Banner>
      )}
      <SpanFields days={days} onChange={setDays} errorAt={at} />
    </Dialog>
  );
}
