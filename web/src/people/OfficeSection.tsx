/** Who works in a member's office, at which step, until when: for the administrator and for the member. */
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useList } from "../api/query.ts";
import { PersonPicker, personName } from "../directory/PersonPicker.tsx";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { announce } from "../ui/Live.tsx";
import { EmptyState, Section } from "../ui/Page.tsx";
import { ErrorSummary, Read } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { EndDialog } from "./EndDialog.tsx";
import { newestFirst } from "./PostsSection.tsx";
import { inWords } from "./rules.ts";
import { running, SpanState, SpanText } from "./Span.tsx";
import { type Days, moments, SpanFields } from "./SpanFields.tsx";
import type { Brief, Staff, Step } from "./types.ts";

const steps: Step[] = ["clerk", "unit", "head"];

export function OfficeSection({ member, name, own = false }: { member: string; name: string; own?: boolean }) {
  const path = `/api/offices/${member}`;
  const office = useList<Staff>(path);
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Staff | null>(null);
  const touches = [path, `person/${member}`];
  return (
    <Section
      title={t(own ? "people.staff" : "people.office_of", { name })}
      lead={t("people.office_lead")}
      tools={
        <Button icon={<UserPlus aria-hidden />} onPress={() => setAdding(true)}>
          {t("people.give_access")}
        </Button>
      }
    >
      <Read of={office}>
        {(list) => (
          <Table
            caption={t("people.staff")}
            hideCaption
            rows={newestFirst(list.items)}
            rowKey={(staff) => staff.id}
            empty={<EmptyState title={t("people.no_staff")}>{t("people.no_staff_lead")}</EmptyState>}
            columns={[
              {
                key: "staff",
                header: t("people.name"),
                rowHeader: true,
                cell: (staff) => (
                  <>
                    {personName(staff.staff)}
                    <span className="soft small people-plain"> {pick(staff.staff.title_vi, staff.staff.title_en)}</span>
                  </>
                ),
              },
              { key: "step", header: t("people.step"), kind: "fit", cell: (staff) => t(`people.step_${staff.step}`) },
              { key: "span", header: t("people.time"), cell: (staff) => <SpanText span={staff} /> },
              { key: "state", header: t("people.state"), kind: "fit", cell: (staff) => <SpanState span={staff} /> },
              {
                key: "acts",
                header: <span className="visually-hidden">{t("people.acts")}</span>,
                kind: "fit",
                cell: (staff) =>
                  running(staff) && (
                    <Button
                      onPress={() => setEnding(staff)}
                      aria-label={t("people.end_named", { name: staff.staff.full_name })}
                    >
                      {t("people.end")}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Read>
      {adding && <AccessDialog member={member} touches={touches} onClose={() => setAdding(false)} />}
      {ending && (
        <EndDialog
          title={t("people.end_access_title", { name: personName(ending.staff) })}
          effect={t("people.end_access_effect", { name: personName(ending.staff) })}
          path={`/api/delegations/${ending.id}/end`}
          rev={ending.rev}
          touches={touches}
          onClose={() => setEnding(null)}
        />
      )}
    </Section>
  );
}

function AccessDialog({ member, touches, onClose }: { member: string; touches: string[]; onClose: () => void }) {
  const [staff, setStaff] = useState<Brief | null>(null);
  const [step, setStep] = useState<Step>("clerk");
  const [days, setDays] = useState<Days>({ from: "", until: "" });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const send = useCommand<{ staff: string; step: Step; from?: string; until?: string }>(
    { path: `/api/offices/${member}/staff`, touches },
    {
      onDone: () => {
        announce(t("people.saved"));
        onClose();
      },
    },
  );
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const give = () => {
    const found = [
      ...(staff ? [] : [{ path: "staff", text: t("people.staff_missing") }]),
      ...(days.until ? [] : [{ path: "until", text: t("people.until_missing") }]),
    ];
    setWrong(found);
    send.reset();
    if (found.length === 0 && staff) send.mutate({ staff: staff.id, step, ...moments(days) });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("people.give_access")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={give} pending={send.isPending && t("state.sending")}>
            {t("people.give")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={inWords(send.error)} more={wrong} onRetry={give} />
      <PersonPicker
        label={t("people.staff_person")}
        name="staff"
        chosen={staff}
        onChoose={setStaff}
        error={at("staff")}
      />
      <RadioGroup
        label={t("people.step")}
        name="step"
        options={steps.map((one) => ({
          value: one,
          label: t(`people.step_${one}`),
          note: t(`people.step_${one}_note`),
        }))}
        value={step}
        onChange={(next) => setStep(next as Step)}
        error={at("step")}
      />
      <SpanFields days={days} onChange={setDays} errorAt={at} untilNeeded />
    </Dialog>
  );
}
