/** One's own means of sign-in: the password, and recovery codes for the day without a telephone. */
import "../i18n/late/signin.ts";
import { Printer } from "lucide-react";
import { useState } from "react";
import { request } from "../api/client.ts";
import { useThing } from "../api/query.ts";
import { t } from "../i18n/index.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { DefinitionList, Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read } from "../ui/Status.tsx";
import { useForm } from "./useForm.ts";
import "./signin.css";

interface Own {
  login: string;
  recovery_left: number;
}

export default function Account() {
  const own = useThing<Own>("account/own", "/api/account");
  return (
    <Page title={t("account.title")} lead={t("account.lead")} width="narrow">
      <Read of={own}>
        {(account) => (
          <>
            <Section title={t("account.about")}>
              <DefinitionList
                items={[
                  [t("signin.login"), account.login],
                  [t("account.codes_left"), t("account.codes_count", { count: account.recovery_left })],
                ]}
              />
              {account.recovery_left <= 2 && <Banner tone="warn" title={t("account.codes_few")} />}
              <div>
                <LinkButton href="/sessions">{t("sessions.title")}</LinkButton>
              </div>
            </Section>
            <PasswordForm login={account.login} />
            <CodesForm login={account.login} onDone={() => void own.refetch()} />
          </>
        )}
      </Read>
    </Page>
  );
}

function PasswordForm({ login }: { login: string }) {
  const [present, setPresent] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [code, setCode] = useState("");
  const [done, setDone] = useState(false);
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const form = useForm(async () => {
    const body = { present, password, code: code.replace(/\s/g, "") };
    await request("PUT", "/api/account/password", body, { bare: true });
    for (const clear of [setPresent, setPassword, setAgain, setCode]) clear("");
    setDone(true);
    announce(t("account.password_done"));
  });
  const at = (path: string) => wrong.find((one) => one.path === path)?.text ?? form.field(path);
  const change = () => {
    const found = [
      ...(present ? [] : [{ path: "present", text: t("account.present_missing") }]),
      ...(password.length < 12 ? [{ path: "password", text: t("enroll.password_short") }] : []),
      ...(password !== again ? [{ path: "again", text: t("enroll.password_differs") }] : []),
      ...(code.trim() ? [] : [{ path: "code", text: t("account.code_missing") }]),
    ];
    setWrong(found);
    setDone(false);
    if (found.length === 0) form.submit();
  };
  return (
    <Section title={t("account.password_title")} lead={t("account.password_lead")}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          change();
        }}
      >
        <ErrorSummary error={form.error} more={wrong} />
        {done && <Banner tone="good" title={t("account.password_done")} />}
        <input hidden readOnly autoComplete="username" value={login} />
        <TextField
          label={t("account.present")}
          name="present"
          type="password"
          value={present}
          onChange={setPresent}
          autoComplete="current-password"
          error={at("present")}
        />
        <TextField
          label={t("enroll.password")}
          hint={t("enroll.password_hint")}
          name="password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          error={at("password")}
        />
        <TextField
          label={t("enroll.password_again")}
          name="again"
          type="password"
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          error={at("again")}
        />
        <CodeField value={code} onChange={setCode} name="code" error={at("code")} />
        <div className="form-actions">
          <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
            {t("account.password_submit")}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function CodeField({
  value,
  onChange,
  name,
  error,
}: {
  value: string;
  onChange: (value: string) => void;
  name: string;
  error: string | undefined;
}) {
  return (
    <TextField
      label={t("signin.code")}
      name={name}
      className="code-input"
      value={value}
      onChange={onChange}
      inputMode="numeric"
      autoComplete="one-time-code"
      error={error}
    />
  );
}

function CodesForm({ login, onDone }: { login: string; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [codes, setCodes] = useState<string[]>([]);
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const form = useForm(async () => {
    const body = { password, code: code.replace(/\s/g, "") };
    const answer = await request<{ recovery_codes: string[] }>("POST", "/api/account/recovery-codes", body, {
      bare: true,
    });
    setPassword("");
    setCode("");
    setCodes(answer.recovery_codes);
    announce(t("account.codes_done"));
    onDone();
  });
  // Two forms stand on this screen, so the fields of this one carry names of their own.
  const at = (path: string) => wrong.find((one) => one.path === path)?.text ?? form.field(path.replace("codes-", ""));
  const renew = () => {
    const found = [
      ...(password ? [] : [{ path: "codes-password", text: t("account.present_missing") }]),
      ...(code.trim() ? [] : [{ path: "codes-code", text: t("account.code_missing") }]),
    ];
    setWrong(found);
    if (found.length === 0) form.submit();
  };
  return (
    <Section title={t("account.codes_title")} lead={t("account.codes_lead")}>
      {codes.length > 0 ? (
        <div className="stack">
          <Banner tone="good" title={t("account.codes_done")}>
            {t("enroll.recovery_lead")}
          </Banner>
          <ol className="recovery-codes">
            {codes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ol>
          <div className="form-actions no-print">
            <Button icon={<Printer aria-hidden />} onPress={() => print()}>
              {t("enroll.recovery_print")}
            </Button>
            <Button variant="primary" onPress={() => setCodes([])}>
              {t("account.codes_kept")}
            </Button>
          </div>
        </div>
      ) : (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            renew();
          }}
        >
          <ErrorSummary error={form.error} more={wrong} />
          <input hidden readOnly autoComplete="username" value={login} />
          <TextField
            label={t("account.present")}
            name="codes-password"
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            error={at("codes-password")}
          />
          <CodeField value={code} onChange={setCode} name="codes-code" error={at("codes-code")} />
          <div className="form-actions">
            <Button type="submit" pending={form.pending && t("state.sending")}>
              {t("account.codes_submit")}
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}
