/** The acts on a whole paper: who reviews it, sending, sending back, correcting. */
import { useState } from "react";
import { useList } from "../../api/query.ts";
import { t } from "../../i18n/index.ts";
import { useSigningWindow } from "../../signin/useSigningWindow.ts";
import { Button } from "../../ui/Button.tsx";
import { CheckboxGroup } from "../../ui/Choice.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import type { Member } from "../types.ts";
import { type Deed, useDeedAct } from "./deed.ts";
import { titleOf } from "./Told.tsx";

export function Address({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const members = useList<Member>("/api/members");
  const [reviewers, setReviewers] = useState(deed.reviewers.map((one) => one.id));
  const [recipients, setRecipients] = useState(deed.recipients.join("\n"));
  const save = useDeedAct<void>(deed, `/api/deeds/${deed.id}/address`, {
    method: "PUT",
    body: () => ({ deed_rev: deed.deed_rev, reviewers, recipients: recipients.split("\n") }),
    onDone: onClose,
  });
  const others = deed.reviewers.filter((one) => !members.data?.items.some((member) => member.person === one.id));
  return (
    <Dialog
      isOpen
      wide
      title={t("deeds.address")}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("deeds.cancel")}</Button>
          <Button variant="primary" pending={save.isPending && t("deeds.saving")} onPress={() => save.mutate()}>
            {t("deeds.save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={save.error} />
      <TextArea
        label={t("deeds.recipients")}
        hint={t("deeds.recipients_hint")}
        name="recipients"
        rows={5}
        value={recipients}
        onChange={setRecipients}
      />
      <CheckboxGroup
        label={t("deeds.reviewers")}
        hint={t("deeds.reviewers_hint")}
        name="reviewers"
        options={[
          ...(members.data?.items ?? [])
            .filter((member) => member.person !== deed.chair.id)
            .map((member) => ({ value: member.person, label: member.full_name })),
          ...others.map((one) => ({ value: one.id, label: one.name })),
        ]}
        value={reviewers}
        onChange={setReviewers}
      />
    </Dialog>
  );
}

export function Send({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const send = useDeedAct<void>(deed, `/api/deeds/${deed.id}/send`, {
    body: () => ({ deed_rev: deed.deed_rev }),
    onDone: onClose,
  });
  return (
    <Dialog
      isOpen
      title={t("deeds.send_title")}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("deeds.cancel")}</Button>
          <Button variant="primary" pending={send.isPending && t("state.sending")} onPress={() => send.mutate()}>
            {t("deeds.send")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} />
      <p>{t("deeds.send_lead")}</p>
    </Dialog>
  );
}

export function Return({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const send = useDeedAct<void>(deed, `/api/deeds/${deed.id}/return`, {
    body: () => ({ deed_rev: deed.deed_rev, reason }),
    onDone: onClose,
  });
  return (
    <Dialog
      isOpen
      title={t("deeds.return_title")}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("deeds.cancel")}</Button>
          <Button
            variant="danger"
            isDisabled={!reason.trim()}
            pending={send.isPending && t("state.sending")}
            onPress={() => send.mutate()}
          >
            {t("deeds.return")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} />
      <p>{t("deeds.return_lead")}</p>
      <TextArea label={t("deeds.return_reason")} name="reason" maxLength={4000} value={reason} onChange={setReason} />
    </Dialog>
  );
}

export function Correct({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const [section, setSection] = useState(deed.sections[0]?.key ?? "");
  const [reason, setReason] = useState("");
  const [text, setText] = useState("");
  const signing = useSigningWindow();
  const send = useDeedAct<void>(deed, `/api/deeds/${deed.id}/corrections`, {
    signs: true,
    body: () => ({ section, reason, text }),
    onDone: onClose,
  });
  const press = async () => {
    if (await signing.ensure()) send.mutate();
  };
  return (
    <Dialog
      isOpen
      wide
      title={t("deeds.correct_title")}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("deeds.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!reason.trim() || !text.trim()}
            pending={send.isPending && t("state.sending")}
            onPress={() => void press()}
          >
            {t("deeds.correct_send")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} />
      <p>{t("deeds.correct_lead")}</p>
      <Select
        label={t("deeds.correct_section")}
        name="section"
        options={deed.sections.map((one) => ({ value: one.key, label: titleOf(one) }))}
        value={section}
        onChange={setSection}
      />
      <TextArea
        label={t("deeds.correct_reason")}
        name="reason"
        rows={2}
        maxLength={4000}
        value={reason}
        onChange={setReason}
      />
      <TextArea label={t("deeds.correct_text")} name="text" maxLength={20_000} value={text} onChange={setText} />
    </Dialog>
  );
}
