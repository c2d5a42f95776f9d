/** Time, place, kind and chair of a session. The agenda comes on the next screen. */
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Problem } from "../api/problem.ts";
import { useList } from "../api/query.ts";
import { useTyped } from "../api/typed.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { Button } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { DatePicker } from "../ui/DatePicker.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { Page } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { keep, useAct } from "./calls.ts";
import { differing, Theirs } from "./Theirs.tsx";
import type { Meeting, Member, Terms } from "./types.ts";

const kinds = ["regular", "thematic", "urgent"] as const;
const modes = ["both", "room", "online"] as const;
const hour = 3_600_000;

/** Four days on, at eight in the morning: where most sessions begin. */
function blank(): Terms {
  const day = new Date(serverNow() + 4 * 24 * hour);
  day.setUTCHours(1, 0, 0, 0);
  return {
    title: "",
    kind: "regular",
    mode: "both",
    place: "",
    link: "",
    starts_at: day.toISOString(),
    ends_at: new Date(day.getTime() + 4 * hour).toISOString(),
    chair: "",
    note: "",
  };
}

export function MeetingForm() {
  const [, go] = useLocation();
  const [fresh] = useState(blank);
  const [terms, setTerms] = useTyped("session", fresh);
  const make = useAct<Terms, Meeting>("", "meeting", "/api/meetings", {
    onDone: (meeting) => {
      setTerms(undefined);
      keep(meeting.id, "meeting", meeting);
      go(`/meetings/${meeting.id}`);
    },
  });
  return (
    <Page
      title={t("meetings.new")}
      lead={t("meetings.new_lead")}
      width="narrow"
      back={{ href: "/meetings", label: t("meetings.back") }}
      actions={
        <>
          <Button
            onPress={() => {
              setTerms(undefined);
              go("/meetings");
            }}
          >
            {t("act.cancel")}
          </Button>
          <Button variant="primary" onPress={() => make.mutate(terms)} pending={make.isPending && t("state.sending")}>
            {t("meetings.make")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={make.error} onRetry={() => make.mutate(terms)} />
      <TermsFields terms={terms} onChange={setTerms} error={make.error} />
    </Page>
  );
}

function termsOf(meeting: Meeting): Terms {
  return {
    title: meeting.title,
    kind: meeting.kind,
    mode: meeting.mode,
    place: meeting.place,
    link: meeting.link,
    starts_at: meeting.starts_at,
    ends_at: meeting.ends_at,
    chair: meeting.chair.id,
    note: meeting.note,
  };
}

function termText(key: keyof Terms, meeting: Meeting): [string, string] {
  switch (key) {
    case "title":
      return [t("meetings.name"), meeting.title];
    case "kind":
      return [t("meetings.kind"), t(`meetings.kind_${meeting.kind}`)];
    case "mode":
      return [t("meetings.mode"), t(`meetings.mode_${meeting.mode}`)];
    case "starts_at":
      return [t("meetings.starts"), formatDateTime(meeting.starts_at)];
    case "ends_at":
      return [t("meetings.ends"), formatDateTime(meeting.ends_at)];
    case "chair":
      return [t("meetings.chair"), meeting.chair.name];
    default:
      return [t(`meetings.${key}`), meeting[key]];
  }
}

/**
 * Changing a session that exists. What was typed stays when somebody else was first: the
 * change is sent on the terms that were seen, however the session has moved on since, and
 * what became of them is shown beside.
 */
export function TermsDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const [terms, setTerms] = useState<Terms>(() => termsOf(meeting));
  const [begun] = useState(meeting);
  const [seen, see] = useState(meeting);
  const same = differing(termsOf(seen), termsOf(meeting)).length === 0;
  const save = useAct<Terms, Meeting>(meeting.id, "meeting", `/api/meetings/${meeting.id}`, {
    method: "PUT",
    body: (input) => ({ meeting_rev: same ? meeting.meeting_rev : seen.meeting_rev, terms: input }),
    onDone: onClose,
  });
  const stale = save.error instanceof Problem && save.error.stale ? (save.error.current as Meeting) : null;
  useEffect(() => {
    if (stale) see(stale);
  }, [stale]);
  const changed = differing(termsOf(begun), termsOf(seen)).map((key) => termText(key, seen));
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={t("meetings.edit")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={() => save.mutate(terms)} pending={save.isPending && t("state.saving")}>
            {t("meetings.save")}
          </Button>
        </>
      }
    >
      {(!stale || changed.length === 0) && <ErrorSummary error={save.error} onRetry={() => save.mutate(terms)} />}
      <Theirs changed={changed} />
      <TermsFields terms={terms} onChange={setTerms} error={save.error} prefix="terms." opened={!!meeting.opened_at} />
    </Dialog>
  );
}

function TermsFields({
  terms,
  onChange,
  error,
  prefix = "",
  opened = false,
}: {
  terms: Terms;
  onChange: (terms: Terms) => void;
  error: unknown;
  prefix?: string;
  /** Once it was opened, only its end, its link and the note change anything. */
  opened?: boolean;
}) {
  const members = useList<Member>("/api/members");
  const at = (field: keyof Terms) =>
    error instanceof Problem ? (error.field(prefix + field) ?? error.field(field)) : undefined;
  const set = (change: Partial<Terms>) => onChange({ ...terms, ...change });
  return (
    <div className="stack">
      <TextField
        label={t("meetings.name")}
        hint={t("meetings.name_hint")}
        name={`${prefix}title`}
        value={terms.title}
        onChange={(title) => set({ title })}
        error={at("title")}
        maxLength={300}
        isDisabled={opened}
      />
      <RadioGroup
        label={t("meetings.kind")}
        name={`${prefix}kind`}
        options={kinds.map((kind) => ({ value: kind, label: t(`meetings.kind_${kind}`) }))}
        value={terms.kind}
        onChange={(kind) => set({ kind: kind as Terms["kind"] })}
        error={at("kind")}
        isDisabled={opened}
      />
      <div className="meeting-pair">
        <DatePicker
          withTime
          label={t("meetings.starts")}
          name={`${prefix}starts_at`}
          value={terms.starts_at}
          onChange={(starts_at) => set({ starts_at })}
          error={at("starts_at")}
          isDisabled={opened}
        />
        <DatePicker
          withTime
          label={t("meetings.ends")}
          name={`${prefix}ends_at`}
          value={terms.ends_at}
          onChange={(ends_at) => set({ ends_at })}
          error={at("ends_at")}
        />
      </div>
      <Select
        label={t("meetings.chair")}
        name={`${prefix}chair`}
        options={(members.data?.items ?? []).map((member) => ({
          value: member.person,
          label: `${member.full_name}, ${member.posts[0]?.title_vi ?? ""}`,
        }))}
        value={terms.chair || null}
        onChange={(chair) => set({ chair })}
        error={at("chair")}
        isDisabled={opened}
      />
      <RadioGroup
        label={t("meetings.mode")}
        name={`${prefix}mode`}
        options={modes.map((mode) => ({ value: mode, label: t(`meetings.mode_${mode}`) }))}
        value={terms.mode}
        onChange={(mode) => set({ mode: mode as Terms["mode"] })}
        error={at("mode")}
        isDisabled={opened}
      />
      {terms.mode !== "online" && (
        <TextField
          label={t("meetings.place")}
          name={`${prefix}place`}
          value={terms.place}
          onChange={(place) => set({ place })}
          error={at("place")}
          maxLength={300}
          isDisabled={opened}
        />
      )}
      {terms.mode !== "room" && (
        <TextField
          label={t("meetings.link")}
          name={`${prefix}link`}
          value={terms.link}
          onChange={(link) => set({ link })}
          error={at("link")}
          maxLength={300}
        />
      )}
      <TextArea
        label={t("meetings.note")}
        optional
        name={`${prefix}note`}
        value={terms.note}
        onChange={(note) => set({ note })}
        error={at("note")}
        maxLength={4000}
        rows={3}
      />
    </div>
  );
}
