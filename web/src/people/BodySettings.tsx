/** The names of the body and what stands on its printed forms. */
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useThing } from "../api/query.ts";
import { refreshMe } from "../api/session.ts";
import { formatTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { ErrorSummary, Read } from "../ui/Status.tsx";
import type { Body } from "./types.ts";

const settings = ["issuer_vi", "issuer_en", "place_vi", "place_en", "sign"] as const;

export function BodySettings() {
  const body = useThing<Body>("body/own", "/api/body");
  return <Read of={body}>{(data) => <BodyForm key={data.id} body={data} />}</Read>;
}

function BodyForm({ body }: { body: Body }) {
  const [names, setNames] = useState({ name_vi: body.name_vi, name_en: body.name_en, zone: body.zone });
  const [values, setValues] = useState<Record<string, string>>(body.settings);
  const [saved, setSaved] = useState("");
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const send = useCommand<Omit<Body, "id">, Body>(
    { method: "PUT", path: "/api/body", touches: ["body/own"] },
    {
      onDone: () => {
        const time = formatTime(serverNow());
        setSaved(time);
        announce(t("state.saved", { time }));
        void refreshMe();
      },
    },
  );
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const rev = send.error instanceof Problem && send.error.stale ? (send.error.current as Body).rev : body.rev;
  const set = (change: Partial<typeof names>) => {
    setSaved("");
    setNames({ ...names, ...change });
  };
  const save = () => {
    const found = names.name_vi.trim() ? [] : [{ path: "name_vi", text: t("people.body_name_missing") }];
    setWrong(found);
    const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()));
    if (found.length === 0) send.mutate({ ...names, settings: filled, rev });
  };
  return (
    <Page
      title={t("nav.body")}
      lead={t("people.body_lead")}
      width="narrow"
      actions={
        <>
          {saved && <span role="status">{t("state.saved", { time: saved })}</span>}
          <Button type="submit" form="body" variant="primary" pending={send.isPending && t("state.saving")}>
            {t("act.save")}
          </Button>
        </>
      }
    >
      <form
        id="body"
        className="stack-wide"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ErrorSummary error={send.error} more={wrong} onRetry={save} />
        <Section title={t("people.body_names")}>
          <TextField
            label={t("people.name_vi")}
            name="name_vi"
            maxLength={200}
            value={names.name_vi}
            onChange={(name_vi) => set({ name_vi })}
            error={at("name_vi")}
          />
          <TextField
            label={t("people.name_en")}
            optional
            name="name_en"
            maxLength={200}
            value={names.name_en}
            onChange={(name_en) => set({ name_en })}
            error={at("name_en")}
          />
          <TextField
            label={t("people.zone")}
            hint={t("people.zone_hint")}
            name="zone"
            maxLength={60}
            value={names.zone}
            onChange={(zone) => set({ zone })}
            error={at("zone")}
          />
        </Section>
        <Section title={t("people.forms")} lead={t("people.forms_lead")}>
          {settings.map((key) => (
            <TextField
              key={key}
              label={t(`people.set_${key}`)}
              hint={t(`people.set_${key}_hint`)}
              optional
              name={`settings.${key}`}
              maxLength={500}
              value={values[key] ?? ""}
              onChange={(value) => {
                setSaved("");
                setValues({ ...values, [key]: value });
              }}
              error={at(`settings.${key}`)}
            />
          ))}
        </Section>
      </form>
    </Page>
  );
}
