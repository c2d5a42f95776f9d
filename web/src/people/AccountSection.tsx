/** The means of sign-in of a person: invite, lock, unlock, replace. A link is shown once, to be handed over. */
import { Copy, KeyRound, Lock, LockOpen, UserCheck } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useList } from "../api/query.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { DefinitionList, EmptyState, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag, type StateTone } from "../ui/Status.tsx";
import { decides, suggestLogin } from "./rules.ts";
import type { Account, RecordView, Request } from "./types.ts";

const tones: Record<Account["state"], StateTone> = { invited: "active", active: "good", locked: "bad" };

export function AccountSection({ record }: { record: RecordView }) {
  const accounts = useList<Account>("/api/accounts", { person: record.person.id });
  const [link, setLink] = useState("");
  return (
    <Section title={t("people.account")}>
      <Read of={accounts}>
        {(list) => {
          const account = list.items[0];
          return account ? (
            <WithAccount record={record} account={account} onLink={setLink} />
          ) : (
            <Invite record={record} onLink={setLink} />
          );
        }}
      </Read>
      {link && <LinkDialog link={link} onClose={() => setLink("")} />}
    </Section>
  );
}

function Invite({ record, onLink }: { record: RecordView; onLink: (link: string) => void }) {
  const [open, setOpen] = useState(false);
  const [login, setLogin] = useState(suggestLogin(record.person.full_name, record.person.email));
  const send = useCommand<{ person: string; login: string }, { link: string }>(
    { path: "/api/accounts", touches: ["/api/accounts"] },
    {
      onDone: (out) => {
        setOpen(false);
        onLink(out.link);
      },
    },
  );
  const ask = useAskSecond(record.person.id);
  const invite = () => send.mutate({ person: record.person.id, login: login.trim() });
  const second = send.error instanceof Problem && send.error.code === "request.second_needed";
  return (
    <>
      <EmptyState
        title={t("people.no_account")}
        action={
          <Button icon={<UserCheck aria-hidden />} onPress={() => setOpen(true)}>
            {t("people.invite")}
          </Button>
        }
      >
        {t("people.no_account_lead")}
      </EmptyState>
      {open && (
        <Dialog
          isOpen
          onClose={() => setOpen(false)}
          title={t("people.invite")}
          actions={
            <>
              <Button onPress={() => setOpen(false)}>{t("act.cancel")}</Button>
              {second ? (
                <Button
                  variant="primary"
                  onPress={() => ask.mutate(undefined, { onSuccess: () => setOpen(false) })}
                  pending={ask.isPending && t("state.sending")}
                >
                  {t("people.ask_sign_in")}
                </Button>
              ) : (
                <Button variant="primary" onPress={invite} pending={send.isPending && t("state.sending")}>
                  {t("people.make_link")}
                </Button>
              )}
            </>
          }
        >
          <ErrorSummary error={ask.error ?? send.error} onRetry={invite} />
          <p>{t("people.invite_lead")}</p>
          <TextField
            label={t("signin.login")}
            hint={t("people.login_hint")}
            name="login"
            maxLength={100}
            autoComplete="off"
            value={login}
            onChange={setLogin}
            error={send.error instanceof Problem ? send.error.field("login") : undefined}
          />
        </Dialog>
      )}
    </>
  );
}

function useAskSecond(person: string) {
  return useCommand<void, Request>(
    { path: `/api/people/${person}/sign-in-replacement`, body: () => undefined, touches: ["/api/change-requests"] },
    { onDone: () => announce(t("people.waits_second")) },
  );
}

function WithAccount({
  record,
  account,
  onLink,
}: {
  record: RecordView;
  account: Account;
  onLink: (link: string) => void;
}) {
  const person = record.person.id;
  const requests = useList<Request>("/api/change-requests");
  const asked = (requests.data?.items ?? []).filter((one) => one.kind === "signin" && one.person.id === person);
  const approved = asked.some((one) => one.state === "approved");
  const waiting = asked.find((one) => one.state === "waiting");
  const needsSecond = decides(record.roles) && !approved;
  const touches = ["/api/accounts", "/api/change-requests"];
  const [locking, setLocking] = useState(false);
  const ask = useAskSecond(person);
  const none = () => undefined;
  const link = useCommand<void, { link: string }>(
    { path: `/api/accounts/${account.id}/link`, body: none, touches },
    { onDone: (out) => onLink(out.link) },
  );
  const unlock = useCommand<void>({ path: `/api/accounts/${account.id}/unlock`, body: none, touches });
  const closed = account.state === "locked" || account.stopped;
  return (
    <div className="stack">
      <ErrorSummary error={link.error ?? unlock.error ?? ask.error} />
      <DefinitionList
        items={[
          [t("signin.login"), account.login],
          [
            t("people.state"),
            <StateTag key="state" tone={account.stopped ? "bad" : tones[account.state]}>
              {t(account.stopped ? "people.account_stopped" : `people.account_${account.state}`)}
            </StateTag>,
          ],
          [t("people.account_made"), formatDateTime(account.created_at)],
        ]}
      />
      {waiting ? (
        <Banner title={t("people.waits_second")}>
          {t("people.sign_in_waits", { time: formatDateTime(waiting.until) })}
        </Banner>
      ) : (
        needsSecond && <p className="soft">{t("people.sign_in_two")}</p>
      )}
      {approved && <Banner tone="good" title={t("people.sign_in_approved")} />}
      <div className="row">
        {needsSecond && !waiting && (
          <Button
            icon={<KeyRound aria-hidden />}
            onPress={() => ask.mutate()}
            pending={ask.isPending && t("state.sending")}
          >
            {t("people.ask_sign_in")}
          </Button>
        )}
        {!needsSecond && (
          <Button
            icon={<KeyRound aria-hidden />}
            onPress={() => link.mutate()}
            pending={link.isPending && t("state.sending")}
          >
            {t(account.state === "invited" ? "people.new_invite" : "people.replace_sign_in")}
          </Button>
        )}
        {!needsSecond && closed && (
          <Button
            icon={<LockOpen aria-hidden />}
            onPress={() => unlock.mutate()}
            pending={unlock.isPending && t("state.sending")}
          >
            {t("people.unlock")}
          </Button>
        )}
        {account.state === "active" && (
          <Button icon={<Lock aria-hidden />} onPress={() => setLocking(true)}>
            {t("people.lock")}
          </Button>
        )}
      </div>
      {locking && <LockDialog account={account} record={record} touches={touches} onClose={() => setLocking(false)} />}
    </div>
  );
}

function LockDialog({
  account,
  record,
  touches,
  onClose,
}: {
  account: Account;
  record: RecordView;
  touches: string[];
  onClose: () => void;
}) {
  const lock = useCommand<void>(
    { path: `/api/accounts/${account.id}/lock`, body: () => undefined, touches },
    { onDone: onClose },
  );
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("people.lock_title", { name: record.person.full_name })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="danger" onPress={() => lock.mutate()} pending={lock.isPending && t("state.sending")}>
            {t("people.lock")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={lock.error} />
      <p>{t(decides(record.roles) ? "people.lock_effect_two" : "people.lock_effect")}</p>
    </Dialog>
  );
}

/** The link, once: it cannot be shown again. */
function LinkDialog({ link, onClose }: { link: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const whole = `${location.origin}${link}`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(whole);
      setCopied(true);
      announce(t("act.copied"));
    } catch {
      setCopied(false); // no clipboard without a safe connection: the text can still be marked by hand
    }
  };
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("people.link_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("people.link_done")}</Button>
          <Button icon={<Copy aria-hidden />} variant="primary" onPress={() => void copy()}>
            {t(copied ? "act.copied" : "people.copy_link")}
          </Button>
        </>
      }
    >
      <Banner tone="warn" title={t("people.link_once")}>
        {t("people.link_lead")}
      </Banner>
      <p className="mono people-secret">{whole}</p>
    </Dialog>
  );
}
