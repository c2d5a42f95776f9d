/** Password, then the code of the authenticator or a recovery code: one question at a time. */
import { type FormEvent, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { TextField } from "../ui/Field.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { rememberedLogin, rememberLogin, signInCalls } from "./calls.ts";
import { useForm } from "./useForm.ts";

type Missing = { path: string; text: string }[];

export function SignInForm({ onDone }: { onDone: () => void }) {
  const [challenge, setChallenge] = useState("");
  const [recovery, setRecovery] = useState(false);
  if (!challenge) return <PasswordStep onChallenge={setChallenge} />;
  return (
    <CodeStep
      key={recovery ? "recovery" : "totp"}
      challenge={challenge}
      recovery={recovery}
      onSwitch={() => setRecovery(!recovery)}
      onBack={() => setChallenge("")}
      onDone={onDone}
    />
  );
}

function PasswordStep({ onChallenge }: { onChallenge: (challenge: string) => void }) {
  const [known] = useState(rememberedLogin);
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const form = useForm(async () => {
    const answer = await signInCalls.password(login.trim(), password);
    rememberLogin(login.trim());
    onChallenge(answer.challenge);
  });
  const [missing, setMissing] = useState<Missing>([]);
  const at = (path: string) => missing.find((one) => one.path === path)?.text ?? form.field(path);
  // What is empty is said at its field; it is no attempt that the server counts.
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = [
      ...(login.trim() ? [] : [{ path: "login", text: t("signin.login_missing") }]),
      ...(password ? [] : [{ path: "password", text: t("signin.password_missing") }]),
    ];
    setMissing(found);
    if (found.length === 0) form.submit();
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ErrorSummary error={missing.length === 0 ? form.error : null} more={missing} />
      <TextField
        label={t("signin.login")}
        name="login"
        value={login}
        onChange={setLogin}
        autoComplete="username"
        autoCorrect="off"
        autoFocus={!known}
        error={at("login")}
      />
      <TextField
        label={t("signin.password")}
        name="password"
        type={shown ? "text" : "password"}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus={Boolean(known)}
        error={at("password")}
      />
      <Checkbox isSelected={shown} onChange={setShown}>
        {t("signin.show")}
      </Checkbox>
      <div className="form-actions">
        <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
          {t("signin.submit")}
        </Button>
      </div>
      <p className="soft small">{t("signin.forgotten")}</p>
    </form>
  );
}

function CodeStep({
  challenge,
  recovery,
  onSwitch,
  onBack,
  onDone,
}: {
  challenge: string;
  recovery: boolean;
  onSwitch: () => void;
  onBack: () => void;
  onDone: () => void;
}) {
  const [code, setCode] = useState("");
  const form = useForm(async () => {
    await (recovery ? signInCalls.recovery : signInCalls.totp)(challenge, code.replace(/\s/g, ""));
    onDone();
  });
  const [missing, setMissing] = useState<Missing>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = code.trim() ? [] : [{ path: "code", text: t("signin.code_missing") }];
    setMissing(found);
    if (found.length === 0) form.submit();
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ErrorSummary error={missing.length === 0 ? form.error : null} more={missing} />
      <TextField
        label={t(recovery ? "signin.recovery" : "signin.code")}
        hint={t(recovery ? "signin.recovery_lead" : "signin.code_lead")}
        name="code"
        className="code-input"
        value={code}
        onChange={setCode}
        inputMode={recovery ? "text" : "numeric"}
        autoComplete="one-time-code"
        autoFocus
        error={missing[0]?.text ?? form.field("code")}
      />
      <div className="row-between">
        <Button variant="quiet" onPress={onSwitch}>
          {t(recovery ? "signin.use_code" : "signin.use_recovery")}
        </Button>
      </div>
      <div className="form-actions">
        <Button onPress={onBack}>{t("act.back")}</Button>
        <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
          {t("signin.code_submit")}
        </Button>
      </div>
    </form>
  );
}
