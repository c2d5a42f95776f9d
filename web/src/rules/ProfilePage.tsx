/** One profile to correct, or one of the body's own to make from the template; always with a reason. */
import { useState } from "react";
import { useLocation } from "wouter";
import { Problem } from "../api/problem.ts";
import { hasRole, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { Checkbox, RadioGroup } from "../ui/Choice.tsx";
import { DatePicker } from "../ui/DatePicker.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { type Figures, type Profile, useProfiles, useSaveProfile } from "./calls.ts";
import { named } from "./errors.ts";
import { FigureField } from "./FigureField.tsx";
import { type Figure, figures, figureText, profileTitle, valueText } from "./words.ts";

export function ProfilePage({ id }: { id: string }) {
  const profiles = useProfiles();
  const me = useMe();
  const isNew = id === "new";
  if (!hasRole(me, "administrator")) return <NotFound />;
  return (
    <Read of={profiles}>
      {(all) => {
        const profile = all.items.find((one) => (isNew ? one.template : one.id === id && !one.template));
        return profile ? <ProfileForm profile={profile} isNew={isNew} /> : <NotFound />;
      }}
    </Read>
  );
}

const byBallot: Figure[] = ["window", "extend_beyond_window", "silence", "base", "majority", "tie", "recusal"];
const inSession: Figure[] = [
  "quorum",
  "papers_days",
  "substitute_votes",
  "absent_may_vote_remotely",
  "summary_over_pages",
  "connection_minutes",
  "session_opinions",
];

function ProfileForm({ profile, isNew }: { profile: Profile; isNew: boolean }) {
  const [, go] = useLocation();
  const [id, setId] = useState(isNew ? "" : profile.id);
  const [rev, setRev] = useState(isNew ? 0 : profile.rev);
  const [inUse, setInUse] = useState(isNew || profile.in_use);
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState<Figures>(() => (isNew ? blank(profile.figures) : profile.figures));
  const send = useSaveProfile(encodeURIComponent(id || "new"), () => {
    announce(t("rules.saved"));
    go("/rules/profiles");
  });
  const at = (path: string) => (send.error instanceof Problem ? send.error.field(path) : undefined);
  const stale = send.error instanceof Problem && send.error.stale ? (send.error.current as Profile) : null;
  const set = (part: Partial<Figures>) => setTyped((now) => ({ ...now, ...part }));
  const save = (newest?: number) => {
    send.mutate({ rev: newest ?? rev, reason, in_use: inUse, figures: typed });
  };
  const title = isNew ? t("rules.new_title") : t("rules.edit_named", { title: profileTitle(profile) });
  const part = (list: Figure[]) =>
    list.map((figure) => <FigureField key={figure} figure={figure} of={typed} set={set} at={at} />);
  return (
    <Page
      title={title}
      lead={t("rules.form_lead")}
      back={{ href: "/rules/profiles", label: t("rules.title") }}
      actions={
        <>
          <LinkButton href="/rules/profiles">{t("act.cancel")}</LinkButton>
          <Button variant="primary" onPress={() => save()} pending={send.isPending && t("state.saving")}>
            {t("rules.save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={named(send.error)} onRetry={() => save()} />
      {stale && (
        <Stale
          typed={typed}
          current={stale}
          onTake={(newest) => {
            setRev(newest);
            save(newest);
          }}
        />
      )}
      <Section title={t("rules.part_text")}>
        {isNew && (
          <TextField
            label={t("rules.id")}
            hint={t("rules.id_hint")}
            name="id"
            maxLength={40}
            value={id}
            onChange={setId}
            error={at("id")}
          />
        )}
        <TextsAndDates of={typed} set={set} at={at} />
        <RadioGroup
          label={t("rules.use")}
          name="in_use"
          options={[
            { value: "yes", label: t("rules.use_yes") },
            { value: "no", label: t("rules.use_no") },
          ]}
          value={inUse ? "yes" : "no"}
          onChange={(next) => setInUse(next === "yes")}
        />
      </Section>
      <Section title={t("rules.part_answers")}>{part(byBallot)}</Section>
      <Section title={t("rules.part_session")}>{part(inSession)}</Section>
      <Section title={t("rules.part_reason")}>
        <TextArea
          label={t("rules.reason")}
          hint={t("rules.reason_hint")}
          name="reason"
          rows={3}
          maxLength={500}
          value={reason}
          onChange={setReason}
          error={at("reason")}
        />
      </Section>
    </Page>
  );
}

/** The template's figures are a beginning; its names and texts are the body's to write. */
function blank(template: Figures): Figures {
  return { ...template, title: { vi: "", en: "" }, source: "", from: "", until: "" };
}

interface PartProps {
  of: Figures;
  set: (part: Partial<Figures>) => void;
  at: (path: string) => string | undefined;
}

function TextsAndDates({ of, set, at }: PartProps) {
  // A figure that came from the profile's text follows when that text is named otherwise.
  const rename = (source: string) => {
    const origins = Object.fromEntries(
      Object.entries(of.origins).map(([figure, origin]) => [figure, origin === of.source ? source : origin]),
    );
    set({ source, origins });
  };
  return (
    <>
      <TextField
        label={t("rules.name_vi")}
        name="figures.title.vi"
        maxLength={200}
        value={of.title.vi}
        onChange={(vi) => set({ title: { ...of.title, vi } })}
        error={at("figures.title.vi")}
      />
      <TextField
        label={t("rules.name_en")}
        name="figures.title.en"
        maxLength={200}
        value={of.title.en}
        onChange={(en) => set({ title: { ...of.title, en } })}
        error={at("figures.title.en")}
      />
      <TextField
        label={t("rules.source")}
        hint={t("rules.source_hint")}
        name="figures.source"
        maxLength={300}
        value={of.source}
        onChange={rename}
        error={at("figures.source")}
      />
      <Checkbox isSelected={of.second_hand} onChange={(second_hand) => set({ second_hand })}>
        {t("rules.second_hand_box")}
      </Checkbox>
      <div className="columns figure-columns">
        <DatePicker
          label={t("rules.from")}
          hint={t("rules.from_hint")}
          name="figures.from"
          value={of.from}
          onChange={(from) => set({ from })}
          error={at("figures.from")}
        />
        <DatePicker
          label={t("rules.until")}
          hint={t("rules.until_hint")}
          name="figures.until"
          value={of.until}
          onChange={(until) => set({ until })}
          error={at("figures.until")}
        />
      </div>
      <div className="columns figure-columns">
        <TextField
          label={t("rules.chair_vi")}
          name="figures.chair_title.vi"
          maxLength={120}
          value={of.chair_title.vi}
          onChange={(vi) => set({ chair_title: { ...of.chair_title, vi } })}
          error={at("figures.chair_title.vi")}
        />
        <TextField
          label={t("rules.chair_en")}
          name="figures.chair_title.en"
          maxLength={120}
          value={of.chair_title.en}
          onChange={(en) => set({ chair_title: { ...of.chair_title, en } })}
          error={at("figures.chair_title.en")}
        />
      </div>
    </>
  );
}

/** Somebody else saved first: who, when and why, what differs, and what was typed may go over it. */
function Stale({ typed, current, onTake }: { typed: Figures; current: Profile; onTake: (rev: number) => void }) {
  const last = current.history[0];
  const differs = figures
    .map((figure) => ({ figure, now: valueText(figure, current.figures), yours: valueText(figure, typed) }))
    .filter(({ now, yours }) => now !== yours);
  return (
    <Banner
      tone="warn"
      title={t("problem.stale")}
      action={<Button onPress={() => onTake(current.rev)}>{t("rules.take_newest")}</Button>}
    >
      {last && <p>{t("rules.stale_by", { name: last.by_name, time: formatDateTime(last.at), reason: last.reason })}</p>}
      <Table
        caption={t("problem.stale_current")}
        hideCaption
        rows={differs}
        rowKey={({ figure }) => figure}
        columns={[
          { key: "figure", header: t("rules.figure"), rowHeader: true, cell: ({ figure }) => figureText(figure) },
          { key: "now", header: t("problem.stale_current"), cell: ({ now }) => now },
          { key: "yours", header: t("problem.stale_yours"), cell: ({ yours }) => yours },
        ]}
        empty={<span />}
      />
    </Banner>
  );
}
