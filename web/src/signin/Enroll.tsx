/** Activating an account (/enroll#token): a password, an authenticator, recovery codes on paper. */
import { Printer } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { request } from "../api/client.ts";
import { signedIn } from "../app/session.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { TextField } from "../ui/Field.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { takeToken } from "./calls.ts";
import { Frame } from "./Frame.tsx";
import { Qr } from "./Qr.tsx";
import { useForm } from "./useForm.ts";

/** What the authenticator needs: shown once, as a picture and as letters. */
interface Authenticator {
  login: string;
  secret: string;
  uri: string;
}

export default function Enroll() {
  const [token] = useState(takeToken);
  const [authenticator, setAuthenticator] = useState<Authenticator | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (!token) {
    return (
      <Frame title={t("enroll.title")}>
        <Banner tone="warn" title={t("setup.link_missing")}>
          {t("setup.link_missing_lead")}
        </Banner>
      </Frame>
    );
  }
  if (codes) return <RecoveryStep codes={codes} />;
  if (authenticator) return <TotpStep token={token} authenticator={authenticator} onCodes={setCodes} />;
  return <PasswordStep token={token} onNext={setAuthenticator} />;
}

function PasswordStep({ token, onNext }: { token: string; onNext: (next: Authenticator) => void }) {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const form = useForm(async () => {
    const found = [
      ...(password.length < 12 ? [{ path: "password", text: t("enroll.password_short") }] : []),
      ...(password !== again ? [{ path: "again", text: t("enroll.password_differs") }] : []),
    ];
    setWrong(found);
    if (found.length > 0) return;
    onNext(await request<Authenticator>("POST", "/api/enrolment/password", { token, password }, { bare: true }));
  });
  const at = (path: string) => wrong.find((error) => error.path === path)?.text ?? form.field(path);
  return (
    <Frame title={t("enroll.title")} lead={t("enroll.lead")}>
      <form className="stack" onSubmit={form.submit} noValidate>
        <h2>{t("enroll.password_title")}</h2>
        <p className="soft small">{t("enroll.step", { step: 1 })}</p>
        <ErrorSummary error={form.error} more={wrong} />
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
          <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
            {t("act.continue")}
          </Button>
        </div>
      </form>
    </Frame>
  );
}

function TotpStep({
  token,
  authenticator,
  onCodes,
}: {
  token: string;
  authenticator: Authenticator;
  onCodes: (codes: string[]) => void;
}) {
  const [code, setCode] = useState("");
  const form = useForm(async () => {
    const answer = await request<{ recovery_codes: string[] }>(
      "POST",
      "/api/enrolment/totp",
      { token, code: code.replace(/\s/g, "") },
      { bare: true },
    );
    onCodes(answer.recovery_codes);
  });
  return (
    <Frame title={t("enroll.title")} lead={t("enroll.lead")}>
      <form className="stack" onSubmit={form.submit} noValidate>
        <h2>{t("enroll.totp_title")}</h2>
        <p className="soft small">{t("enroll.step", { step: 2 })}</p>
        <p>{t("enroll.totp_lead")}</p>
        <Qr text={authenticator.uri} label={t("enroll.qr")} />
        <p className="small">
          {t("enroll.secret")}: <span className="mono">{authenticator.secret.replace(/(.{4})(?=.)/g, "$1 ")}</span>
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
          <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
            {t("signin.code_submit")}
          </Button>
        </div>
      </form>
    </Frame>
  );
}

function RecoveryStep({ codes }: { codes: string[] }) {
  const [, go] = useLocation();
  const [kept, setKept] = useState(false);
  return (
    <Frame title={t("enroll.recovery_title")} lead={t("enroll.recovery_lead")}>
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
          <Button
            variant="primary"
            isDisabled={!kept}
            onPress={async () => {
              await signedIn();
              go("/", { replace: true });
            }}
          >
            {t("enroll.finish")}
          </Button>
        </div>
      </div>
    </Frame>
  );
}
