/** The first start (/setup#token): the body and its first administrator, who then activates an account. */
import "../i18n/late/signin.ts";
import { useState } from "react";
import { useLocation } from "wouter";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { signInCalls, takeToken } from "./calls.ts";
import { Frame } from "./Frame.tsx";
import { useForm } from "./useForm.ts";

export default function SetUp() {
  const [token] = useState(takeToken);
  const [, go] = useLocation();
  const [values, setValues] = useState({ name_vi: "", name_en: "", full_name: "", login: "" });
  const set = (name: keyof typeof values) => (value: string) => setValues((old) => ({ ...old, [name]: value }));
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const form = useForm(async () => {
    const missing = (["name_vi", "full_name", "login"] as const).filter((name) => !values[name].trim());
    setWrong(missing.map((path) => ({ path, text: t(`setup.missing_${path}`) })));
    if (missing.length > 0) return;
    const { link } = await signInCalls.setUp({ token, ...values });
    go(link, { replace: true });
  });
  const at = (path: string) => wrong.find((one) => one.path === path)?.text ?? form.field(path);
  if (!token) {
    return (
      <Frame title={t("setup.title")}>
        <Banner tone="warn" title={t("setup.link_missing")}>
          {t("setup.link_missing_lead")}
        </Banner>
      </Frame>
    );
  }
  return (
    <Frame title={t("setup.title")} lead={t("setup.lead")}>
      <form className="stack" onSubmit={form.submit} noValidate>
        <ErrorSummary error={form.error} more={wrong} />
        <TextField
          label={t("setup.body_vi")}
          name="name_vi"
          value={values.name_vi}
          onChange={set("name_vi")}
          error={at("name_vi")}
          autoFocus
        />
        <TextField
          label={t("setup.body_en")}
          name="name_en"
          optional
          value={values.name_en}
          onChange={set("name_en")}
          error={form.field("name_en")}
        />
        <TextField
          label={t("setup.name")}
          name="full_name"
          value={values.full_name}
          onChange={set("full_name")}
          error={at("full_name")}
          autoComplete="name"
        />
        <TextField
          label={t("signin.login")}
          name="login"
          value={values.login}
          onChange={set("login")}
          error={at("login")}
          autoComplete="username"
        />
        <div className="form-actions">
          <Button type="submit" variant="primary" pending={form.pending && t("state.sending")}>
            {t("setup.submit")}
          </Button>
        </div>
      </form>
    </Frame>
  );
}
