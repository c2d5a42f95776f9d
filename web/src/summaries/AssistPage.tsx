/** The administrator's settings of the model: whether it is on, why not, where it is, what it may be sent and cost. */
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { formatDateTime, formatNumber } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { DefinitionList, Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { AssistTrial } from "./AssistTrial.tsx";
import {
  type Assist,
  addressError,
  dataOf,
  type Figure,
  same,
  type Typed,
  typedOf,
  useAssist,
  useSetAssist,
  useTryAssist,
  useTurnAssist,
  wrong,
} from "./assist.ts";

export function AssistPage() {
  const assist = useAssist();
  return <Read of={assist}>{(view) => <Settings view={view} />}</Read>;
}

const barred = (view: Assist) => pick(view.barred.vi, view.barred.en);
const classes = (view: Assist) => t(`assist.classes_${view.set.ceiling}`);

/** The host of an address as it stands in the list of the operator; the address itself where it is none. */
function hostOf(endpoint: string): string {
  try {
    return new URL(endpoint).host;
  } catch {
    return endpoint;
  }
}

function Settings({ view }: { view: Assist }) {
  const [typed, setTyped] = useState<Typed>(() => typedOf(view.set));
  const [missing, setMissing] = useState<{ path: string; text: string }[]>([]);
  const [turning, setTurning] = useState(false);
  const save = useSetAssist((now) => {
    setTyped(typedOf(now.set));
    announce(t("assist.saved"));
  });
  const test = useTryAssist((now) => announce(t(now.trial?.ok ? "assist.tried_ok" : "assist.tried_not")));
  const turn = useTurnAssist(() => setTurning(false));
  const unsaved = !same(typed, typedOf(view.set));
  const stale = [save, test, turn].some(({ error }) => error instanceof Problem && error.stale) && unsaved;
  const set = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setMissing(missing.filter(({ path }) => !(path in part)));
  };
  const send = () => {
    const data = dataOf(typed);
    const found = wrong(data, formatNumber);
    setMissing(found);
    save.reset();
    if (found.length === 0) save.mutate({ rev: view.rev, set: data });
  };
  const at = (path: string) =>
    missing.find((one) => one.path === path)?.text ?? (path === "endpoint" ? addressError(save.error) : undefined);
  const may = !unsaved && !view.on && barred(view) === "";
  const mayTry = !unsaved && view.rev > 0 && view.hosts.length > 0;
  return (
    <Page
      title={t("assist.title")}
      lead={t("assist.lead")}
      tag={<OnOff view={view} />}
      actions={
        <>
          {unsaved && <span className="soft">{t("assist.unsaved")}</span>}
          <Button
            type="submit"
            form="assist"
            variant={unsaved ? "primary" : "secondary"}
            pending={save.isPending && t("state.saving")}
          >
            {t("assist.save")}
          </Button>
          <Button
            variant={mayTry && !may && !view.on ? "primary" : "secondary"}
            isDisabled={!mayTry}
            onPress={() => test.mutate({ rev: view.rev })}
            pending={test.isPending && t("assist.trying")}
          >
            {t("assist.try")}
          </Button>
          {view.on ? (
            <Button
              onPress={() => turn.mutate({ rev: view.rev, on: false })}
              pending={turn.isPending && t("assist.turning")}
            >
              {t("assist.turn_off")}
            </Button>
          ) : (
            <Button variant={may ? "primary" : "secondary"} isDisabled={!may} onPress={() => setTurning(true)}>
              {t("assist.turn_on")}
            </Button>
          )}
        </>
      }
    >
      <ErrorSummary error={save.error ?? test.error ?? turn.error} more={missing} onRetry={send} />
      {stale && <Differs typed={typed} view={view} />}
      <State view={view} />
      <Section title={t("assist.operator")}>
        <DefinitionList
          items={[
            [t("assist.hosts"), view.hosts.length > 0 ? view.hosts.join(", ") : t("assist.hosts_none")],
            [t("assist.key"), view.keyed ? t("assist.key_set") : t("assist.key_none")],
            [t("assist.changed_by"), view.by && t("assist.changed", { name: view.by, at: formatDateTime(view.at) })],
          ]}
        />
      </Section>
      <form
        id="assist"
        className="stack-wide"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Form typed={typed} set={set} at={at} />
      </form>
      <AssistTrial view={view} />
      <TurnOn
        view={view}
        isOpen={turning}
        onClose={() => setTurning(false)}
        pending={turn.isPending}
        onTurn={() => turn.mutate({ rev: view.rev, on: true })}
      />
    </Page>
  );
}

function OnOff({ view }: { view: Assist }) {
  if (!view.on) return <StateTag>{t("assist.is_off")}</StateTag>;
  if (barred(view)) return <StateTag tone="warn">{t("assist.is_barred")}</StateTag>;
  return <StateTag tone="good">{t("assist.is_on")}</StateTag>;
}

/** Whether it is on, and what stands in the way. */
function State({ view }: { view: Assist }) {
  const why = barred(view);
  if (view.on && why)
    return (
      <Banner tone="warn" title={t("assist.barred_title")}>
        <p>{why}</p>
      </Banner>
    );
  if (view.on)
    return (
      <Banner tone="good" title={t("assist.on_title")}>
        <p>{t("assist.on_lead", { classes: classes(view), host: hostOf(view.set.endpoint) })}</p>
      </Banner>
    );
  return (
    <Banner title={t("assist.off_title")}>
      <p>{why || t("assist.off_ready")}</p>
    </Banner>
  );
}

interface FormProps {
  typed: Typed;
  set: (part: Partial<Typed>) => void;
  at: (path: string) => string | undefined;
}

function Form({ typed, set, at }: FormProps) {
  const figure = (path: Figure, hint?: string) => (
    <TextField
      label={t(`assist.${path}`)}
      hint={hint}
      name={path}
      inputMode="numeric"
      maxLength={9}
      value={typed[path]}
      onChange={(value) => set({ [path]: value })}
      error={at(path)}
    />
  );
  return (
    <>
      <Section title={t("assist.connection")} lead={t("assist.connection_lead")}>
        <TextField
          label={t("assist.endpoint")}
          hint={t("assist.endpoint_hint")}
          name="endpoint"
          maxLength={300}
          value={typed.endpoint}
          onChange={(endpoint) => set({ endpoint })}
          error={at("endpoint")}
        />
        <div className="columns">
          <TextField
            label={t("assist.model")}
            hint={t("assist.model_hint")}
            name="model"
            maxLength={300}
            value={typed.model}
            onChange={(model) => set({ model })}
            error={at("model")}
          />
          {figure("context", t("assist.context_hint"))}
        </div>
        <RadioGroup
          label={t("assist.ceiling")}
          hint={t("assist.ceiling_hint")}
          name="ceiling"
          options={(["public", "internal", "restricted"] as const).map((value) => ({
            value,
            label: t(`assist.class_${value}`),
          }))}
          value={typed.ceiling}
          onChange={(ceiling) => set({ ceiling: ceiling as Typed["ceiling"] })}
        />
      </Section>
      <Section title={t("assist.caps")} lead={t("assist.caps_lead")}>
        <div className="columns">
          {figure("calls")}
          {figure("tokens")}
          {figure("minutes")}
          {figure("timeout")}
        </div>
      </Section>
    </>
  );
}

/** Somebody else saved first: what is there now, beside what was typed, which stays. */
function Differs({ typed, view }: { typed: Typed; view: Assist }) {
  const now = typedOf(view.set);
  const keys = (Object.keys(typed) as (keyof Typed)[]).filter((key) => typed[key] !== now[key]);
  const shown = (of: Typed, key: keyof Typed) => (key === "ceiling" ? t(`assist.class_${of.ceiling}`) : of[key]);
  return (
    <Banner tone="warn" title={t("assist.stale_title")}>
      <Table
        caption={t("problem.stale_current")}
        hideCaption
        rows={keys}
        rowKey={(key) => key}
        columns={[
          { key: "field", header: t("assist.stale_field"), rowHeader: true, cell: (key) => t(`assist.${key}`) },
          { key: "now", header: t("problem.stale_current"), cell: (key) => shown(now, key) },
          { key: "yours", header: t("problem.stale_yours"), cell: (key) => shown(typed, key) },
        ]}
      />
    </Banner>
  );
}

function TurnOn({
  view,
  isOpen,
  onClose,
  pending,
  onTurn,
}: {
  view: Assist;
  isOpen: boolean;
  onClose: () => void;
  pending: boolean;
  onTurn: () => void;
}) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("assist.turn_on_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={onTurn} pending={pending && t("assist.turning")}>
            {t("assist.turn_on")}
          </Button>
        </>
      }
    >
      <p>{t("assist.turn_on_lead", { classes: classes(view), host: hostOf(view.set.endpoint) })}</p>
    </Dialog>
  );
}
