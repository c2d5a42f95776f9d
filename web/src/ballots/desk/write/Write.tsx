/** Writing a ballot: one form, saved by itself, with what is still missing always in sight. */
import { useEffect, useState } from "react";
import { Redirect, useLocation } from "wouter";
import { Problem } from "../../../api/problem.ts";
import { useList } from "../../../api/query.ts";
import { hasRole, useMe } from "../../../api/session.ts";
import { formatDateTime, formatSeconds } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Checkbox } from "../../../ui/Choice.tsx";
import { fieldId, TextArea, TextField } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import { Page, Section } from "../../../ui/Page.tsx";
import { Banner, ErrorSummary, errorText, Read } from "../../../ui/Status.tsx";
import { BallotState, stateOf } from "../../parts/Head.tsx";
import type { Ballot } from "../../parts/types.ts";
import { Asked } from "../../respondents/Asked.tsx";
import { useRespondents } from "../../respondents/respondents.ts";
import { type BodyMember, useBallot, useBallotAct } from "../ballot.ts";
import { RuleLines } from "../Rules.tsx";
import { Members } from "./Members.tsx";
import { PapersChosen } from "./PapersChosen.tsx";
import { Questions } from "./Questions.tsx";
import { Stale } from "./Stale.tsx";
import { type Gap, gapsOf, typedWhole } from "./terms.ts";
import { type TermsForm, useTerms } from "./useTerms.ts";
import { When } from "./When.tsx";
import "../desk.css";

export default function Write({ id }: { id: string }) {
  const ballot = useBallot(id);
  const me = useMe();
  return (
    <Read of={ballot}>
      {(ballot) =>
        ballot.state === "draft" && hasRole(me, "secretariat") ? (
          <Form ballot={ballot} />
        ) : (
          <Redirect to={`/ballots/desk/${id}`} replace />
        )
      }
    </Read>
  );
}

function Form({ ballot }: { ballot: Ballot }) {
  const form = useTerms(ballot);
  const { terms, change } = form;
  const [, go] = useLocation();
  const submit = useBallotAct<{ ballot_rev: number }>(ballot.id, "submit", () => {
    announce(t("desk.submitted_said"));
    go(`/ballots/desk/${ballot.id}`);
  });
  const [asking, ask] = useState(false);
  const [wantsLater, setLater] = useState(false);
  const later = wantsLater || terms.open_at !== "";
  const [noTime, setNoTime] = useState(false); // it was to be submitted without the time at which it is to be sent
  const [hourBad, setHourBad] = useState(false);
  const [pressed, setPressed] = useState(false);
  const at = typedWhole(terms.open_at);
  const members = useList<BodyMember>("/api/members", at ? { at } : {}, { enabled: ballot.kind !== "consultation" });
  const rules = ballot.desk?.rules;
  const consults = ballot.kind === "consultation";
  const listed = useRespondents(ballot.id, undefined, consults).data?.items.length;
  const gaps = gapsOf(terms, rules, listed, later);
  const timeless = gaps.some((gap) => gap.kind === "open_at");
  const unsaid = [
    ...(noTime && timeless ? [{ path: "open_at", text: t("desk.open_at_none") }] : []),
    ...(pressed && hourBad ? [{ path: "hour", text: t("desk.hour_bad") }] : []),
  ];
  const error = (path: string) =>
    unsaid.find((one) => one.path === path)?.text ??
    (submit.error instanceof Problem ? submit.error.field(path) : undefined);

  // What was refused is corrected: the refusal need not stand there any longer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the form is what matters
  useEffect(() => {
    if (submit.error && gaps.length === 0) submit.reset();
  }, [terms]);

  const send = async () => {
    setNoTime(timeless);
    setPressed(true);
    if (timeless || hourBad) return;
    ask(true);
    const rev = await form.save();
    ask(false);
    if (rev !== null) submit.mutate({ ballot_rev: rev });
  };

  return (
    <Page
      title={t(consults ? "consult.write_title" : "desk.write_title")}
      tag={<BallotState state={stateOf(ballot)} />}
      lead={ballot.lead && t("desk.lead_agency", { lead: ballot.lead })}
      back={{ href: "/ballots/desk?state=draft", label: t("desk.title") }}
      width="wide"
      actions={
        <>
          <SaveState form={form} />
          <Button
            variant="primary"
            pending={(asking || submit.isPending) && t("state.sending")}
            isDisabled={form.theirs !== null}
            onPress={() => void send()}
          >
            {t("desk.submit")}
          </Button>
        </>
      }
    >
      {ballot.desk?.refused_for && (
        <Banner tone="warn" title={t("desk.refused_by", { name: ballot.desk.refused_by })}>
          {ballot.desk.refused_for}
        </Banner>
      )}
      {form.theirs && <Stale form={form} theirs={form.theirs} members={members.data?.items ?? []} />}
      <ErrorSummary error={submit.error} more={unsaid} />
      <div className="write">
        <div className="write-form">
          <Section title={t("desk.part_title")}>
            <TextField
              name="title"
              label={t("desk.ballot_title")}
              hint={t("desk.ballot_title_hint")}
              maxLength={500}
              value={terms.title}
              onChange={(title) => change({ title })}
              error={error("title")}
              className="write-wide"
            />
            <TextArea
              name="note"
              label={t("desk.note")}
              hint={t("desk.note_hint")}
              optional
              rows={3}
              maxLength={4000}
              value={terms.note}
              onChange={(note) => change({ note })}
              error={error("note")}
              className="write-wide"
            />
          </Section>
          <Questions questions={terms.questions} onChange={(questions) => change({ questions })} error={error} />
          <PapersChosen
            matter={ballot.matter}
            papers={terms.papers}
            bound={ballot.papers}
            onChange={(papers) => change({ papers })}
            error={error("papers")}
          />
          <When
            terms={terms}
            change={change}
            later={later}
            onLater={setLater}
            rules={rules}
            planned={ballot.desk?.planned}
            onHour={(bad) => {
              setHourBad(bad);
              setPressed(false);
            }}
            error={error}
          />
          {consults && (
            <>
              <Section title={t("desk.part_open")}>
                <Checkbox name="show_who" isSelected={terms.show_who} onChange={(show_who) => change({ show_who })}>
                  {t("consult.show_who")}
                  <span className="option-note">{t("desk.show_who_note")}</span>
                </Checkbox>
              </Section>
              <Asked ballot={ballot} error={error("respondents")} />
            </>
          )}
          {!consults && (
            <>
              <Section title={t("desk.part_open")}>
                <div className="stack-tight">
                  <Checkbox
                    name="by_name"
                    isSelected={terms.by_name}
                    onChange={(by_name) => change({ by_name, show_live: terms.show_live && by_name })}
                  >
                    {t("desk.by_name")}
                    <span className="option-note">{t("desk.by_name_note")}</span>
                  </Checkbox>
                  <Checkbox name="show_who" isSelected={terms.show_who} onChange={(show_who) => change({ show_who })}>
                    {t("desk.show_who")}
                    <span className="option-note">{t("desk.show_who_note")}</span>
                  </Checkbox>
                  <Checkbox
                    name="show_live"
                    isSelected={terms.show_live}
                    isDisabled={!terms.by_name}
                    onChange={(show_live) => change({ show_live })}
                  >
                    {t("desk.show_live")}
                    <span className="option-note">
                      {t(terms.by_name ? "desk.show_live_note" : "desk.show_live_never")}
                    </span>
                  </Checkbox>
                </div>
              </Section>
              <Members list={members} at={at} recused={terms.recused} onChange={(recused) => change({ recused })} />
            </>
          )}
        </div>
        <aside className="write-side" aria-label={t("desk.side")}>
          <Missing gaps={gaps} />
          <section className="card">
            <h3>{t("desk.rules")}</h3>
            {consults ? (
              <p>{t("consult.rules")}</p>
            ) : rules ? (
              <RuleLines profile={rules} />
            ) : (
              <Banner tone="warn" title={t("desk.no_rules")}>
                {t("desk.no_rules_lead", { date: terms.open_at ? formatDateTime(terms.open_at) : t("desk.now") })}
              </Banner>
            )}
          </section>
        </aside>
      </div>
    </Page>
  );
}

function SaveState({ form }: { form: TermsForm }) {
  const { state, at, error } = form.saving;
  const text = {
    saved: at > 0 ? t("state.saved", { time: formatSeconds(at) }) : "",
    typed: t("desk.typing"),
    saving: t("state.saving"),
    failed: `${t("state.not_saved")}. ${errorText(error)}`,
    stale: t("desk.stale_waits"),
  }[state];
  return (
    <>
      <span
        role="status"
        className={state === "failed" || state === "stale" ? "send-state send-error" : "send-state soft"}
      >
        {text}
      </span>
      {state === "failed" && <Button onPress={() => void form.save()}>{t("act.retry")}</Button>}
    </>
  );
}

/** What is still missing, each a link to its field. */
function Missing({ gaps }: { gaps: Gap[] }) {
  return (
    <section className="card">
      <h3>{gaps.length === 0 ? t("desk.ready") : t("desk.missing", { count: gaps.length })}</h3>
      {gaps.length === 0 ? (
        <p>{t("desk.ready_lead")}</p>
      ) : (
        <ul className="missing">
          {gaps.map((gap) => (
            <li key={gap.path}>
              <a
                href={`#${fieldId(gap.path)}`}
                onClick={(event) => {
                  event.preventDefault();
                  const field = document.getElementById(fieldId(gap.path) ?? "");
                  const input = field?.matches("input,textarea,button")
                    ? field
                    : field?.querySelector<HTMLElement>("input,textarea,button,a,[role=spinbutton]");
                  input?.focus();
                  field?.scrollIntoView({ block: "center" });
                }}
              >
                {gapText(gap)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function gapText(gap: Gap): string {
  switch (gap.kind) {
    case "window":
      return t("desk.gap_window", { min: gap.min, max: gap.max });
    case "question":
    case "options":
    case "option":
      return t(`desk.gap_${gap.kind}`, { number: gap.number });
    default:
      return t(`desk.gap_${gap.kind}`);
  }
}
