/** The way in: by password and code, or by a link of the demonstration (/signin#demo=token). */
import "../i18n/late/signin.ts";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { signedIn } from "../app/session.ts";
import { t } from "../i18n/index.ts";
import { forgetAll } from "../live/store.ts";
import { Banner, errorText, Loading } from "../ui/Status.tsx";
import { signInCalls, takeToken } from "./calls.ts";
import { Frame } from "./Frame.tsx";
import { SignInForm } from "./SignInForm.tsx";

export default function SignIn() {
  const [path, go] = useLocation();
  const [token, setToken] = useState(() => takeToken().match(/^demo=(.*)/)?.[1] ?? "");
  const [failure, setFailure] = useState<unknown>(null);
  const started = useRef(false);
  const enter = async () => {
    await signedIn();
    if (path === "/signin") go("/", { replace: true });
  };
  const enterNow = useRef(enter);
  enterNow.current = enter;

  useEffect(() => {
    if (!token || started.current) return;
    started.current = true;
    forgetAll();
    signInCalls
      .demo(token)
      .then(() => enterNow.current())
      .catch((error) => {
        setFailure(error);
        setToken("");
      });
  }, [token]);

  if (token) {
    return (
      <Frame title={t("signin.title")}>
        <Loading label={t("signin.demo")} />
      </Frame>
    );
  }
  return (
    <Frame title={t("signin.title")} lead={t("signin.lead")}>
      {failure !== null && (
        <Banner tone="bad" title={t("signin.demo_failed")}>
          {errorText(failure)}
        </Banner>
      )}
      <SignInForm onDone={() => void enter()} />
    </Frame>
  );
}
