/** The windows of an invitation: not coming, leave, who comes for a unit, and why leave is refused. */
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useList } from "../../api/query.ts";
import { type Brief, PersonPicker } from "../../directory/PersonPicker.tsx";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { RadioGroup } from "../../ui/Choice.tsx";
import { DatePicker } from "../../ui/DatePicker.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { EmptyState } from "../../ui/Page.tsx";
import { ErrorSummary, Read } from "../../ui/Status.tsx";
import { useInvitationAct } from "./calls.ts";
import "../../i18n/late/invite.ts";

function at(error: unknown, field: string): string | undefined {
  return error instanceof Problem ? error.field(field) : undefined;
}

export function ReasonDialog({
  title,
  lead,
  path,
  act,
  said,
  danger = false,
  optional = false,
  onClose,
}: {
  title: string;
  lead: string;
  path: string;
  act: string;
  said: string;
  danger?: boolean;
  optional?: boolean;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const send = useInvitationAct<{ reason: string }>(path, {
    onDone: () => {
      announce(said);
      onClose();
    },
  });
  const press = () => send.mutate({ reason });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            onPress={press}
            pending={send.isPending && t("state.sending")}
          >
            {act}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={press} />
      <p>{lead}</p>
      <TextArea
        label={t("invite.reason")}
        optional={optional}
        name="reason"
        value={reason}
        onChange={setReason}
        error={at(send.error, "reason")}
        maxLength={4000}
        rows={3}
      />
    </Dialog>
  );
}

/** A request for leave: for whom it is said where it is entered for somebody else. */
export function AbsenceDialog({
  invitation,
  starts,
  ends,
  name,
  onClose,
}: {
  invitation: string;
  starts: string;
  ends: string;
  /** Of the member, where somebody else asks. */
  name?: string | undefined;
  onClose: () => void;
}) {
  const [part, setPart] = useState("whole");
  const [from, setFrom] = useState(starts);
  const [until, setUntil] = useState(ends);
  const [reason, setReason] = useState("");
  const [substitute, setSubstitute] = useState<Brief | null>(null);
  const send = useInvitationAct<void>(`/api/invitations/${invitation}/absences`, {
    body: () => ({
      reason,
      ...(part === "part" ? { from: from || undefined, until: until || undefined } : {}),
      ...(substitute ? { substitute: substitute.id } : {}),
    }),
    onDone: () => {
      announce(t("invite.absence_sent"));
      onClose();
    },
  });
  const press = () => send.mutate();
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={name ? `${t("invite.absence_title")}: ${name}` : t("invite.absence_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={press} pending={send.isPending && t("state.sending")}>
            {t("invite.absence_send")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={press} />
      <p>{t("invite.absence_lead")}</p>
      <RadioGroup
        label={t("invite.absence_span")}
        name="span"
        options={[
          { value: "whole", label: t("invite.absence_whole") },
          { value: "part", label: t("invite.absence_part") },
        ]}
        value={part}
        onChange={setPart}
      />
      {part === "part" && (
        <div className="meeting-pair">
          <DatePicker
            label={t("invite.absence_from")}
            name="from"
            withTime
            value={from}
            onChange={setFrom}
            error={at(send.error, "from")}
          />
          <DatePicker
            label={t("invite.absence_until")}
            name="until"
            withTime
            value={until}
            onChange={setUntil}
            error={at(send.error, "until")}
          />
        </div>
      )}
      <TextArea
        label={t("invite.reason")}
        name="reason"
        value={reason}
        onChange={setReason}
        error={at(send.error, "reason")}
        maxLength={4000}
        rows={3}
      />
      <PersonPicker
        label={t("invite.absence_substitute")}
        hint={t("invite.absence_substitute_hint")}
        name="substitute"
        chosen={substitute}
        onChoose={setSubstitute}
        error={at(send.error, "substitute")}
      />
    </Dialog>
  );
}

/** Who comes for a unit. Two of a unit who name at once: the later one is told, and sees who was named. */
export function NameDialog({
  invitation,
  rev,
  now,
  onClose,
}: {
  invitation: string;
  rev: number;
  /** Who is named already. */
  now: string | undefined;
  onClose: () => void;
}) {
  const people = useList<{ id: string; name: string }>(`/api/invitations/${invitation}/candidates`);
  const [person, setPerson] = useState<string | null>(now ?? null);
  const send = useInvitationAct<void>(`/api/invitations/${invitation}/person`, {
    method: "PUT",
    body: () => ({ invitation_rev: rev, person: person ?? "" }),
    onDone: () => {
      announce(t("invite.named_said"));
      onClose();
    },
  });
  const press = () => send.mutate();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("invite.name_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!person || person === now}
            onPress={press}
            pending={send.isPending && t("state.sending")}
          >
            {t("invite.name_send")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={press} />
      <p>{t("invite.name_lead")}</p>
      <Read of={people}>
        {(list) =>
          list.items.length === 0 ? (
            <EmptyState title={t("invite.name_none")} />
          ) : (
            <RadioGroup
              label={t("invite.name_person")}
              name="person"
              options={list.items.map((one) => ({ value: one.id, label: one.name }))}
              value={person}
              onChange={setPerson}
              error={at(send.error, "person")}
            />
          )
        }
      </Read>
    </Dialog>
  );
}
