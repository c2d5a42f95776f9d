/** Who may do what: the table of the body, what it changed, and a change that two administrators make. */
import { useQuery } from "@tanstack/react-query";
import { Eye, Plus, Undo2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { request } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { type List, useCommand, useThing } from "../api/query.ts";
import { hasRole, useMe } from "../api/session.ts";
import { personName } from "../directory/PersonPicker.tsx";
import { formatDateTime } from "../i18n/format.ts";
import { language, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { Card, EmptyState, Page, Section } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { changes, plus, toggled, type WishedRow, wished } from "./policies.ts";
import { roleText, rowText } from "./rules.ts";
import type { PolicyEffect, PolicyKind, PolicySet, PolicyTable } from "./types.ts";

const kept = "ecabinet.policies";

/** The wish as it was left: it survives a reload, not the end of the tab. */
interface Wish {
  rev: number;
  lines: string[];
  reason: string;
}

function left(): Wish | null {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? "null") as Wish | null;
  } catch {
    return null;
  }
}

/** The rules in the words of the language that is read. */
export function usePolicyWords() {
  return useQuery({
    queryKey: ["policy-questions", language()],
    queryFn: ({ signal }) => request<List<PolicyKind>>("GET", "/api/policies/questions", undefined, { signal }),
  });
}

export function usePolicies() {
  const me = useMe();
  return useThing<PolicyTable>(`policy/${me.body.id}`, "/api/policies");
}

export function Policies() {
  const kinds = usePolicyWords();
  const table = usePolicies();
  return (
    <Read of={kinds}>
      {(words) => <Read of={table}>{(held) => <Desk key={held.rev} table={held} kinds={words.items} />}</Read>}
    </Read>
  );
}

function Desk({ table, kinds }: { table: PolicyTable; kinds: PolicyKind[] }) {
  const me = useMe();
  const mayChange = hasRole(me, "administrator");
  const before = left();
  const [lines, setLines] = useState(before?.rev === table.rev ? before.lines : table.lines);
  const [reason, setReason] = useState(before?.reason ?? "");
  const [role, setRole] = useState("member");
  const [asking, ask] = useState(false);
  useEffect(() => {
    try {
      sessionStorage.setItem(kept, JSON.stringify({ rev: table.rev, lines, reason } satisfies Wish));
    } catch {
      // Storage may be switched off; the wish then lasts as long as the page.
    }
  }, [table.rev, lines, reason]);
  const changed = changes(table, lines);
  const rows = wished(table, lines).filter((row) => row.role === role || row.role === "*");
  const roles = [...new Set(table.rows.map((row) => row.role))].filter((one) => one !== "*").sort();
  const send = useCommand<Wish>(
    { path: "/api/policies/changes", touches: ["/api/change-requests"] },
    {
      onDone: () => {
        setLines(table.lines);
        setReason("");
        ask(false);
        announce(t("people.policy_asked_said"));
      },
    },
  );
  const tryOut = useCommand<{ lines: string[] }, List<PolicyEffect>>({ path: "/api/policies/try" });
  const change = (next: string[]) => {
    setLines(next);
    tryOut.reset();
  };
  const press = () => {
    ask(true);
    if (reason.trim()) send.mutate({ rev: table.rev, lines, reason });
  };
  const missing = asking && !reason.trim() ? [{ path: "reason", text: t("people.policy_reason_missing") }] : [];
  return (
    <Page
      title={t("nav.policies")}
      lead={t("people.policy_lead")}
      width="wide"
      actions={
        mayChange &&
        changed.length > 0 && (
          <>
            <Button icon={<Undo2 aria-hidden />} onPress={() => change(table.lines)}>
              {t("people.policy_drop")}
            </Button>
            <Button
              icon={<Eye aria-hidden />}
              onPress={() => tryOut.mutate({ lines })}
              pending={tryOut.isPending && t("people.policy_trying")}
            >
              {t("people.policy_try")}
            </Button>
            <Button variant="primary" onPress={press} pending={send.isPending && t("state.sending")}>
              {t("people.policy_ask")}
            </Button>
          </>
        )
      }
    >
      <ErrorSummary error={send.error ?? tryOut.error} more={missing} onRetry={press} />
      <div className={mayChange ? "people-explain" : "stack"}>
        <div className="stack">
          <Select
            label={t("people.role")}
            name="role"
            options={roles.map((one) => ({ value: one, label: roleText(one) }))}
            value={role}
            onChange={setRole}
          />
          {kinds
            .map((kind) => ({ kind, own: rows.filter((row) => row.object === kind.id) }))
            .filter(({ own }) => own.length > 0)
            .map(({ kind, own }) => (
              <Section key={kind.id} title={kind.name} className="people-kinds">
                <ul className="plain-list people-rules">
                  {own.map((row) => (
                    <Rule
                      key={`${row.origin} ${row.row}`}
                      row={row}
                      kinds={kinds}
                      onToggle={mayChange && row.origin !== "fixed" ? () => change(toggled(lines, row)) : undefined}
                    />
                  ))}
                </ul>
              </Section>
            ))}
        </div>
        {mayChange && (
          <div className="stack people-aside">
            <Card title={t("people.policy_changes", { count: changed.length })}>
              {changed.length === 0 ? (
                <>
                  {send.isSuccess && (
                    <Banner tone="good" title={t("people.policy_asked")}>
                      {t("people.policy_asked_lead")}
                    </Banner>
                  )}
                  <p className="soft">{t("people.policy_no_changes")}</p>
                </>
              ) : (
                <>
                  <PolicyLines lines={changed} kinds={kinds} />
                  {tryOut.data && <Effects effects={tryOut.data.items} kinds={kinds} />}
                  <TextArea
                    label={t("people.reason")}
                    hint={t("people.policy_reason_hint")}
                    name="reason"
                    maxLength={1000}
                    value={reason}
                    onChange={setReason}
                    error={missing[0]?.text ?? (send.error instanceof Problem ? send.error.field("reason") : undefined)}
                  />
                </>
              )}
            </Card>
            <AddRule kinds={kinds} role={role} lines={lines} onAdd={(line) => change([...lines, line])} />
          </div>
        )}
      </div>
      <History sets={table.history} kinds={kinds} />
    </Page>
  );
}

/** Rules added and taken away, in words. */
export function PolicyLines({ lines, kinds }: { lines: string[]; kinds: PolicyKind[] }) {
  return (
    <ul className="plain-list stack-tight">
      {lines.map((line) => (
        <li key={line}>
          <strong>{t(line.startsWith("+") ? "people.policy_adds" : "people.policy_takes")}</strong>{" "}
          {rowText(line.slice(2), kinds)}
        </li>
      ))}
    </ul>
  );
}

function Rule({ row, kinds, onToggle }: { row: WishedRow; kinds: PolicyKind[]; onToggle?: (() => void) | undefined }) {
  const words = rowText(row.row, kinds);
  return (
    <li className="people-rule">
      <span className={row.origin === "removed" ? "people-gone" : undefined}>{words}</span>
      <span className="row people-acts">
        {row.origin !== "default" && (
          <StateTag tone={row.origin === "added" ? "good" : row.origin === "removed" ? "bad" : "neutral"}>
            {t(`people.policy_${row.origin}`)}
          </StateTag>
        )}
        {onToggle && (
          <Button
            variant="quiet"
            icon={row.origin === "removed" ? <Undo2 aria-hidden /> : <X aria-hidden />}
            aria-label={t(row.origin === "removed" ? "people.policy_keep_named" : "people.policy_remove_named", {
              words,
            })}
            onPress={onToggle}
          >
            {t(row.origin === "removed" ? "people.policy_keep" : "people.policy_remove")}
          </Button>
        )}
      </span>
    </li>
  );
}

function AddRule({
  kinds,
  role,
  lines,
  onAdd,
}: {
  kinds: PolicyKind[];
  role: string;
  lines: string[];
  onAdd: (line: string) => void;
}) {
  const [effect, setEffect] = useState("allow");
  const [kind, setKind] = useState("");
  const [action, setAction] = useState("");
  const [relation, setRelation] = useState("any");
  const chosen = kinds.find((one) => one.id === kind);
  const line = plus(`${effect}, ${role}, ${kind}:${relation}, ${action}`);
  return (
    <Card title={t("people.policy_add", { role: roleText(role) })}>
      <div className="stack">
        <Select
          label={t("people.policy_effect")}
          name="effect"
          options={[
            { value: "allow", label: t("people.policy_allow") },
            { value: "deny", label: t("people.policy_deny") },
          ]}
          value={effect}
          onChange={setEffect}
        />
        <Select
          label={t("people.explain_kind")}
          name="object"
          options={kinds.map((one) => ({ value: one.id, label: one.name }))}
          value={kind || null}
          onChange={(next) => {
            setKind(next);
            setAction("");
            setRelation("any");
          }}
        />
        {chosen && (
          <>
            <Select
              label={t("people.explain_action")}
              name="action"
              options={chosen.actions.map((one) => ({ value: one.id, label: one.name }))}
              value={action || null}
              onChange={setAction}
            />
            <Select
              label={t("people.explain_relations")}
              name="relation"
              options={[
                { value: "any", label: t("people.any_relation") },
                ...chosen.relations.map((one) => ({ value: one.id, label: one.name })),
              ]}
              value={relation}
              onChange={setRelation}
            />
          </>
        )}
        <div className="row people-end">
          <Button
            icon={<Plus aria-hidden />}
            isDisabled={!chosen || !action || lines.includes(line)}
            onPress={() => onAdd(line)}
          >
            {t("people.policy_add_act")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** Who would gain and who would lose what. */
function Effects({ effects, kinds }: { effects: PolicyEffect[]; kinds: PolicyKind[] }) {
  if (effects.length === 0) return <Banner tone="warn" title={t("people.policy_no_effect")} />;
  const words = (one: PolicyEffect) =>
    rowText(`allow, ${one.role}, ${one.object}:${one.relations[0] ?? "any"}, ${one.action}`, kinds);
  return (
    <section aria-label={t("people.policy_effects")} aria-live="polite" className="stack-tight">
      <h3>{t("people.policy_effects")}</h3>
      <ul className="plain-list stack-tight">
        {effects.map((one) => (
          <li key={`${one.role} ${one.object} ${one.relations.join(" ")} ${one.action}`} className="row">
            <StateTag tone={one.gains ? "good" : "bad"}>
              {t(one.gains ? "people.policy_gains" : "people.policy_loses")}
            </StateTag>
            <span>
              {one.gains ? words(one) : words(one).replace(t("people.policy_may"), t("people.policy_may_not"))}
              {one.relations.length > 1 &&
                ` + ${one.relations
                  .slice(1)
                  .map((id) => kinds.find((k) => k.id === one.object)?.relations.find((r) => r.id === id)?.name ?? id)
                  .join(", ")}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ sets, kinds }: { sets: PolicySet[]; kinds: PolicyKind[] }) {
  return (
    <Section title={t("people.policy_history")}>
      {sets.length === 0 ? (
        <EmptyState title={t("people.policy_history_none")}>{t("people.policy_history_none_lead")}</EmptyState>
      ) : (
        sets.map((set) => (
          <Card key={set.rev} title={t("people.policy_set", { rev: set.rev, at: formatDateTime(set.at) })}>
            <p>{set.reason}</p>
            <p className="soft small">
              {t("people.policy_by", { asked: personName(set.asked_by), approved: personName(set.approved_by) })}
            </p>
            {set.lines.length === 0 ? (
              <p>{t("people.policy_as_default")}</p>
            ) : (
              <>
                <h4>{t("people.policy_differs")}</h4>
                <PolicyLines lines={set.lines} kinds={kinds} />
              </>
            )}
          </Card>
        ))
      )}
    </Section>
  );
}
