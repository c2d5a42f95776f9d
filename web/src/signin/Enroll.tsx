/** Activating an account (/enroll#token): a password, an authenticator, recovery codes on paper. */
import "../i18n/late/signin.ts";
import { Printer } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { TextField } from "../ui/Field.tsx";
import { Banner, ErrorSummary, errorText, Loading } from "../ui/Status.tsx";
import { type Enrolment, rememberLogin, signInCalls, takeToken } from "./calls.ts";
import { Frame } from "./Frame.tsx";
import { Qr } from "./Qr.tsx";
import { useForm } from "./useForm.ts";

export default function Enroll() {
  const [token] = useState(takeToken);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [password, setPassword] = useState("");
  const [codes, setCodes] = useState<string[] | null>(null);
  useEffect(() => {
    if (token) signInCalls.openEnrolment(token).then(setEnrolment, setFailure);
  }, [token]);

  if (codes) return <RecoveryStep codes={codes} />;
  if (!token || failure !== null) {
    return (
      <Frame title={t("enroll.title")}>
        <Banner tone="warn" title={token ? errorText(failure) : t("setup.link_missing")}>
          {!token && t("setup.link_missing_lead")}
        </Banner>
      </Frame>
    );
  }
  return (
    <Frame title={t("enroll.title")} lead={t("enroll.lead")}>
      {!enrolment && <Loading />}
      {enrolment && (
        <p>
          {t("enroll.for", { login: enrolment.login })}
          {enrolment.replace && ` ${t("enroll.replaces")}`}
        </p>
      )}
      {enrolment && !password && <PasswordStep login={enrolment.login} onNext={setPassword} />}
      {enrolment && password && (
        <TotpStep
          token={token}
          enrolment={enrolment}
          password={password}
          onBack={() => setPassword("")}
          onCodes={(next) => {
            rememberLogin(enrolment.login);
            setCodes(next);
          }}
        />
      )}
    </Frame>
  );
}

function PasswordStep({ login, onNext }: { login: string; onNext: (password: string) => void }) {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const check = () => {
    const found = [
      ...(password.length < 12 ? [{ path: "password", text: t("enroll.password_short") }] : []),
      ...(password !== again ? [{ path: "again", text: t("enroll.password_differs") }] : []),
    ];
    setWrong(found);
    if (found.length === 0) onNext(password);
  };
  const at = (path: string) => wrong.find((error) => error.path === path)?.text;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <div>
        <p className="soft small">{t("enroll.step", { step: 1 })}</p>
        <h2>{t("enroll.password_title")}</h2>
      </div>
      <ErrorSummary error={null} more={wrong} />
      <input hidden readOnly autoComplete="username" value={login} />
      <TextField
        label={t("enroll.password")}
        hint={t("enroll.password_hint")}
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        error={at("password")}
        autoFocus
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
      <div className="form-actions">
        <Button type="submit" variant="primary">
          {t("act.continue")}
        </Button>
      </div>
    </form>
  );
}

function TotpStep({
  token,
  enrolment,
  password,
  onBack,
  onCodes,
}: {
  token: string;
  enrolment: Enrolment;
  password: string;
  onBack: () => void;
  onCodes: (codes: string[]) => void;
}) {
  const [code, setCode] = useState("");
  const form = useForm(async () => {
    const answer = await signInCalls.enrol(token, password, code.replace(/\s/g, ""));
    onCodes(answer.recovery_codes);
  });
  return (
    <form className="stack" onSubmit={form.submit} noValidate>
      <div>
        <p className="soft small">{t("enroll.step", { step: 2 })}</p>
        <h2>{t("enroll.totp_title")}</h2>
      </div>
      <p>{t("enroll.totp_lead")}</p>
      <Qr text={enrolment.uri} label={t("enroll.qr")} />
      <p className="small">
        {t("enroll.secret")}: <span className="mono">{enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")}</span>
      </p>
      <ErrorSummary error={form.error} />
      <TextField
        label={t("enroll.code")}
        name="code"
        className="code-input"
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        error={form.field("code")}
        autoFocus
      />
      <div className="form-actions">
        <Button onPress={onBack}>{t("enroll.change_password")}</Button>
        <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
          {t("signin.code_submit")}
        </Button>
      </div>
    </form>
  );
}

function RecoveryStep({ codes }: { codes: string[] }) {
  const [, go] = useLocation();
  const [kept, setKept] = useState(false);
  return (
    <Frame title={t("enroll.recovery_title")} lead={t("enroll.recovery_lead")}>
      <p className="soft small no-print">{t("enroll.step", { step: 3 })}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="stack no-print">
        <div>
          <Button icon={<Printer aria-hidden />} onPress={() => print()}>
            {t("enroll.recovery_print")}
          </Button>
        </div>
        <Checkbox isSelected={kept} onChange={setKept}>
          {t("enroll.recovery_kept")}
        </Checkbox>
        <div className="form-actions">
          <Button variant="primary" isDisabled={!kept} onPress={() => go("/", { replace: true })}>
            {t("enroll.finish")}
          </Button>
        </div>
      </div>
    </Frame>
  );
}
