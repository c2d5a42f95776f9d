/** One person: who it is, posts and roles over time, offices, and the means of sign-in. */
import { PencilLine } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useThing } from "../api/query.ts";
import { personName } from "../directory/PersonPicker.tsx";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { DefinitionList, EmptyState, Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { AccountSection } from "./AccountSection.tsx";
import { OfficeSection } from "./OfficeSection.tsx";
import { type PersonData, PersonFields, wantingName } from "./PersonFields.tsx";
import { PostsSection } from "./PostsSection.tsx";
import { RolesSection } from "./RolesSection.tsx";
import { roleText } from "./rules.ts";
import { SpanState, SpanText } from "./Span.tsx";
import type { RecordView } from "./types.ts";

export function PersonPage({ id }: { id: string }) {
  const record = useThing<RecordView>(`person/${id}`, `/api/people/${id}`);
  return <Read of={record}>{(data) => <PersonScreen record={data} />}</Read>;
}

function PersonScreen({ record }: { record: RecordView }) {
  const { person } = record;
  const [editing, setEditing] = useState(false);
  const serves =
    record.roles.includes("member") || record.office.length > 0 || record.posts.some((post) => post.member);
  return (
    <Page
      title={personName(person)}
      lead={record.roles.length > 0 ? record.roles.map(roleText).join(", ") : t("people.no_roles_now")}
      back={{ href: "/people", label: t("nav.people") }}
      tools={
        record.home && (
          <Button icon={<PencilLine aria-hidden />} onPress={() => setEditing(true)}>
            {t("people.edit")}
          </Button>
        )
      }
    >
      {!record.home && <Banner title={t("people.not_home")}>{t("people.not_home_lead")}</Banner>}
      <Section title={t("people.about")}>
        <DefinitionList
          items={[
            [t("people.full_name"), person.full_name],
            [t("people.honorific"), person.honorific],
            [t("people.email"), person.email],
            [t("people.language"), t(person.language === "en" ? "app.english" : "app.vietnamese")],
          ]}
        />
      </Section>
      <PostsSection record={record} />
      <RolesSection record={record} />
      {serves && <OfficeSection member={person.id} name={personName(person)} />}
      {record.offices.length > 0 && (
        <Section title={t("people.staff_of")}>
          <Table
            caption={t("people.staff_of")}
            hideCaption
            rows={record.offices}
            rowKey={(staff) => staff.id}
            empty={<EmptyState title={t("people.no_staff_of")} />}
            columns={[
              {
                key: "member",
                header: t("role.member"),
                rowHeader: true,
                cell: (staff) => (
                  <>
                    {personName(staff.member)}
                    <span className="soft small people-plain">
                      {" "}
                      {pick(staff.member.title_vi, staff.member.title_en)}
                    </span>
                  </>
                ),
              },
              { key: "step", header: t("people.step"), cell: (staff) => t(`people.step_${staff.step}`) },
              { key: "span", header: t("people.time"), cell: (staff) => <SpanText span={staff} /> },
              { key: "state", header: t("people.state"), kind: "fit", cell: (staff) => <SpanState span={staff} /> },
            ]}
          />
        </Section>
      )}
      {record.home ? <AccountSection record={record} /> : <StateTag>{t("people.account_elsewhere")}</StateTag>}
      {editing && <EditDialog record={record} onClose={() => setEditing(false)} />}
    </Page>
  );
}

function EditDialog({ record, onClose }: { record: RecordView; onClose: () => void }) {
  const { person } = record;
  const [data, setData] = useState<PersonData>({
    full_name: person.full_name,
    honorific: person.honorific,
    email: person.email,
    language: person.language,
  });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const send = useCommand<PersonData & { rev: number }, RecordView>(
    { method: "PUT", path: `/api/people/${person.id}`, touches: [`person/${person.id}`, "/api/people"] },
    { onDone: onClose },
  );
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  // After a change by somebody else the newest rev is taken; what was typed stays.
  const rev =
    send.error instanceof Problem && send.error.stale ? (send.error.current as RecordView).person.rev : person.rev;
  const save = () => {
    const found = wantingName(data);
    setWrong(found);
    if (found.length === 0) send.mutate({ ...data, rev });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("people.edit")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={save} pending={send.isPending && t("state.saving")}>
            {t("act.save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} more={wrong} onRetry={save} />
      <PersonFields data={data} onChange={setData} errorAt={at} />
    </Dialog>
  );
}
