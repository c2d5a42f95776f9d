/**
 * The two windows that may stand in front of a screen: signing in again when the
 * session has ended, and proving who one is before signing. The screen below keeps
 * what was typed, and the call that met the gate goes on after it.
 */
import "../i18n/late/signin.ts";
import { useState } from "react";
import { refreshMe } from "../api/session.ts";
import { closeGate, signedIn, useGate } from "../app/session.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { rememberedLogin, signInCalls } from "./calls.ts";
import { SignInForm } from "./SignInForm.tsx";
import { useForm } from "./useForm.ts";
import "./signin.css";

export default function Gates() {
  const gate = useGate((state) => state.open);
  if (gate === "sign-in") return <SignInAgain />;
  if (gate === "signing") return <SigningWindow />;
  return null;
}

function SignInAgain() {
  return (
    <Dialog isOpen title={t("signin.again")}>
      <p>{t("signin.again_lead")}</p>
      <SignInForm
        onDone={async () => {
          await signedIn();
          closeGate(true);
        }}
      />
      <Button variant="quiet" onPress={() => location.assign("/signin")}>
        {t("signin.other_account")}
      </Button>
    </Dialog>
  );
}

function SigningWindow() {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const form = useForm(async () => {
    await signInCalls.signingWindow(password, code.replace(/\s/g, ""));
    await refreshMe();
    closeGate(true);
  });
  return (
    <Dialog isOpen title={t("signing.title")} onClose={() => closeGate(false)}>
      <form className="stack" onSubmit={form.submit} noValidate>
        <p>{t("signing.lead")}</p>
        <ErrorSummary error={form.error} />
        <input hidden readOnly autoComplete="username" value={rememberedLogin()} />
        <TextField
          label={t("signin.password")}
          name="password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus
          error={form.field("password")}
        />
        <TextField
          label={t("signin.code")}
          name="code"
          className="code-input"
          value={code}
          onChange={setCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          error={form.field("code")}
        />
        <div className="form-actions">
          <Button onPress={() => closeGate(false)}>{t("act.cancel")}</Button>
          <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
            {t("signing.submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
