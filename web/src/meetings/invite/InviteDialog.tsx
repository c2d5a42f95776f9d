/** The secretariat invites persons and units to the whole of a session, and takes an invitation back. */
import { X } from "lucide-react";
import { useState } from "react";
import { useList } from "../../api/query.ts";
import { PersonPicker, personName } from "../../directory/PersonPicker.tsx";
import { pick, t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { announce } from "../../ui/Live.tsx";
import { Select } from "../../ui/Select.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import type { Meeting, Member } from "../types.ts";
import { type GuestRow, useInvitationAct } from "./calls.ts";

interface Chosen {
  id: string;
  name: string;
}

interface Agency {
  id: string;
  name_vi: string;
  name_en: string;
}

export function InviteDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const [persons, setPersons] = useState<Chosen[]>([]);
  const [units, setUnits] = useState<Chosen[]>([]);
  const agencies = useList<Agency>("/api/agencies");
  const members = useList<Member>("/api/members");
  const send = useInvitationAct<void>(`/api/meetings/${meeting.id}/invitations`, {
    body: () => ({ persons: persons.map((one) => one.id), units: units.map((one) => one.id) }),
    onDone: () => {
      announce(t("invite.invited_said"));
      onClose();
    },
  });
  const options = [
    ...(agencies.data?.items ?? []).map((one) => ({
      value: `agency/${one.id}`,
      label: pick(one.name_vi, one.name_en),
    })),
    ...(members.data?.items ?? []).map((one) => ({
      value: `office/${one.person}`,
      label: t("invite.invite_office", { name: one.full_name }),
    })),
  ];
  const count = persons.length + units.length;
  const press = () => send.mutate();
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={t("invite.invite_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={count === 0}
            onPress={press}
            pending={send.isPending && t("state.sending")}
          >
            {t("invite.invite_send", { count })}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={press} />
      <p>{t("invite.invite_lead")}</p>
      <PersonPicker
        key={persons.length}
        label={t("invite.invite_person")}
        name="persons"
        chosen={null}
        onChoose={(person) => {
          if (!person || persons.some((one) => one.id === person.id)) return;
          setPersons([...persons, { id: person.id, name: personName(person) }]);
        }}
      />
      <Select
        label={t("invite.invite_unit")}
        hint={t("invite.invite_unit_hint")}
        name="units"
        options={[{ value: "none", label: t("invite.invite_unit_none") }, ...options]}
        value="none"
        onChange={(id) => {
          const found = options.find((one) => one.value === id);
          if (!found || units.some((one) => one.id === id)) return;
          setUnits([...units, { id, name: found.label }]);
        }}
      />
      <ul className="plain-list">
        {persons.map((one) => (
          <ChosenLine
            key={one.id}
            name={one.name}
            onRemove={() => setPersons(persons.filter((other) => other !== one))}
          />
        ))}
        {units.map((one) => (
          <ChosenLine key={one.id} name={one.name} onRemove={() => setUnits(units.filter((other) => other !== one))} />
        ))}
      </ul>
    </Dialog>
  );
}

function ChosenLine({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <li className="row-between">
      {name}
      <Button
        variant="quiet"
        icon={<X aria-hidden />}
        aria-label={t("invite.invite_remove", { name })}
        onPress={onRemove}
      />
    </li>
  );
}

export function UninviteDialog({ row, name, onClose }: { row: GuestRow; name: string; onClose: () => void }) {
  const send = useInvitationAct<void>(`/api/invitations/${row.id}/withdraw`, { onDone: onClose });
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("invite.uninvite_title", { name })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="danger" onPress={() => send.mutate()} pending={send.isPending && t("state.sending")}>
            {t("invite.uninvite")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} />
      <p>{t("invite.uninvite_lead")}</p>
    </Dialog>
  );
}
