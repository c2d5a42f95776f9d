/** "Why may X do this?": the decision of the policies for one person, with the rule that made it. */

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck, ShieldX } from "lucide-react";
import { useState } from "react";
import { request } from "../api/client.ts";
import { PersonPicker, personName } from "../directory/PersonPicker.tsx";
import { language, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { CheckboxGroup } from "../ui/Choice.tsx";
import { DefinitionList, EmptyState, Page, Section } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, ErrorSummary, Read } from "../ui/Status.tsx";
import { usePolicyWords } from "./Policies.tsx";
import { roleText, rowText } from "./rules.ts";
import type { Brief, Explanation, PolicyKind } from "./types.ts";

interface Question {
  person: Brief;
  kind: string;
  relations: string[];
  action: string;
}

export function Explain() {
  const kinds = usePolicyWords();
  const [asked, setAsked] = useState<Question | null>(null);
  return (
    <Page title={t("nav.explain")} lead={t("people.explain_lead")}>
      <Read of={kinds}>
        {(list) => (
          <div className="people-explain">
            <QuestionForm kinds={list.items} onAsk={setAsked} />
            {asked ? (
              <Answer key={JSON.stringify(asked)} question={asked} kinds={list.items} />
            ) : (
              <EmptyState title={t("people.explain_empty")}>{t("people.explain_empty_lead")}</EmptyState>
            )}
          </div>
        )}
      </Read>
    </Page>
  );
}

function QuestionForm({ kinds, onAsk }: { kinds: PolicyKind[]; onAsk: (question: Question) => void }) {
  const [person, setPerson] = useState<Brief | null>(null);
  const [kind, setKind] = useState("");
  const [relations, setRelations] = useState<string[]>([]);
  const [action, setAction] = useState("");
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const chosen = kinds.find((one) => one.id === kind);
  const at = (path: string) => wrong.find((one) => one.path === path)?.text;
  const ask = () => {
    const found = [
      ...(person ? [] : [{ path: "person", text: t("people.explain_person_missing") }]),
      ...(kind ? [] : [{ path: "object", text: t("people.explain_kind_missing") }]),
      ...(action ? [] : [{ path: "action", text: t("people.explain_action_missing") }]),
    ];
    setWrong(found);
    if (found.length === 0 && person) onAsk({ person, kind, relations, action });
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <ErrorSummary error={null} more={wrong} />
      <PersonPicker
        label={t("people.explain_person")}
        name="person"
        chosen={person}
        onChoose={setPerson}
        error={at("person")}
      />
      <Select
        label={t("people.explain_kind")}
        name="object"
        options={kinds.map((one) => ({ value: one.id, label: one.name }))}
        value={kind || null}
        onChange={(next) => {
          setKind(next);
          setRelations([]);
          setAction("");
        }}
        error={at("object")}
      />
      {chosen && (
        <Select
          label={t("people.explain_action")}
          name="action"
          options={chosen.actions.map((one) => ({ value: one.id, label: one.name }))}
          value={action || null}
          onChange={setAction}
          error={at("action")}
        />
      )}
      {chosen && chosen.relations.length > 0 && (
        <CheckboxGroup
          label={t("people.explain_relations")}
          hint={t("people.explain_relations_hint")}
          name="relations"
          options={chosen.relations.map((one) => ({ value: one.id, label: one.name }))}
          value={relations}
          onChange={setRelations}
        />
      )}
      <div className="row people-end">
        <Button type="submit" variant="primary">
          {t("people.explain_ask")}
        </Button>
      </div>
    </form>
  );
}

function Answer({ question, kinds }: { question: Question; kinds: PolicyKind[] }) {
  const object = question.relations.length > 0 ? `${question.kind}:${question.relations.join(",")}` : question.kind;
  const query = { person: question.person.id, object, action: question.action };
  const answer = useQuery({
    queryKey: ["explain", query, language()],
    queryFn: ({ signal }) => request<Explanation>("GET", "/api/policies/explain", undefined, { query, signal }),
    staleTime: 0,
  });
  return (
    <Section title={t("people.explain_answer", { name: personName(question.person) })} className="people-answer">
      <div aria-live="polite" className="stack">
        <Read of={answer}>
          {(why) => (
            <>
              <Banner
                tone={why.allow ? "good" : "warn"}
                title={why.detail || t(why.allow ? "people.allowed" : "people.not_allowed")}
              />
              <p className="row">
                {why.allow ? <ShieldCheck aria-hidden /> : <ShieldX aria-hidden />}
                <strong>{t(why.allow ? "people.allowed" : "people.not_allowed")}</strong>
              </p>
              <DefinitionList
                items={[
                  [
                    t("people.explain_by_role"),
                    why.role === "*" ? t("people.explain_all") : why.role ? roleText(why.role) : "",
                  ],
                  [t("people.explain_rule"), why.rule ? <DecidingRow key="rule" row={why.rule} kinds={kinds} /> : ""],
                  [
                    t("people.roles_held"),
                    why.roles.length > 0 ? why.roles.map(roleText).join(", ") : t("people.no_roles_now"),
                  ],
                  [t("people.explain_allows"), <Rows key="allows" rows={why.allows} kinds={kinds} />],
                  [
                    t("people.explain_denies"),
                    why.denies.length > 0 ? <Rows key="denies" rows={why.denies} kinds={kinds} /> : "",
                  ],
                  [
                    t("people.explain_would"),
                    why.would.length > 0 ? <Rows key="would" rows={why.would} kinds={kinds} /> : "",
                  ],
                ]}
              />
            </>
          )}
        </Read>
      </div>
    </Section>
  );
}

function Rows({ rows, kinds }: { rows: string[]; kinds: PolicyKind[] }) {
  if (rows.length === 0) return t("people.explain_none");
  return (
    <ul className="plain-list">
      {rows.map((row) => (
        <li key={row}>{rowText(row, kinds)}</li>
      ))}
    </ul>
  );
}

/** The rule in words, and below them as it stands in the table. */
function DecidingRow({ row, kinds }: { row: string; kinds: PolicyKind[] }) {
  return (
    <span className="stack-tight">
      {rowText(row, kinds)}
      <span className="mono small soft people-plain">{row}</span>
    </span>
  );
}
