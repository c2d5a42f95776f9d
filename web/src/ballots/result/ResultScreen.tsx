/** The result of a ballot at the desk: provisional after closing, classed, certified, printed. */
import { Printer, Stamp, Table2 } from "lucide-react";
import { useState } from "react";
import { Link, Redirect } from "wouter";
import { touch, useAsNew, useCommand, useThing } from "../../api/query.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button, LinkButton } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { Page, Section } from "../../ui/Page.tsx";
import { Banner, Read, StateTag } from "../../ui/Status.tsx";
import { type Matrix, useBallot, useMatrix } from "../desk/ballot.ts";
import { ActDialog } from "../desk/control/ActDialog.tsx";
import { Second } from "../desk/control/Second.tsx";
import { BallotState } from "../parts/Head.tsx";
import type { Ballot, Result } from "../parts/types.ts";
import { Classings } from "./Classings.tsx";
import { Correct } from "./Correct.tsx";
import { Downloads } from "./Downloads.tsx";
import { ResultSheet } from "./ResultSheet.tsx";
import { blockedText } from "./words.ts";
import "../desk/desk.css";

export function useResult(id: string) {
  return useThing<Result>(`result/${id}`, `/api/ballots/${id}/result`);
}

export default function ResultScreen({ id }: { id: string }) {
  const ballot = useBallot(id);
  return (
    <Read of={ballot}>
      {({ kind, state }) =>
        // A consultation decides nothing, and what was recalled has no result: who answered stands where it is conducted.
        kind === "consultation" || state === "recalled" ? (
          <Redirect to={`/ballots/desk/${id}`} replace />
        ) : (
          <Found id={id} ballot={ballot} />
        )
      }
    </Read>
  );
}

function Found({ id, ballot }: { id: string; ballot: ReturnType<typeof useBallot> }) {
  const result = useResult(id);
  useAsNew(`result/${id}`, result.data?.rev, ballot.data?.rev);
  return (
    <Read of={ballot}>
      {(ballot) => <Read of={result}>{(result) => <Counted ballot={ballot} result={result} />}</Read>}
    </Read>
  );
}

function Counted({ ballot, result }: { ballot: Ballot; result: Result }) {
  const me = useMe();
  const certifies = hasRole(me, "secretariat") && ballot.state === "closed";
  const seesMatrix = hasRole(me, "secretariat", "approver", "chair", "analyst");
  const matrix = useMatrix(ballot.id, seesMatrix);
  const corrects = hasRole(me, "secretariat") && result.state === "certified";
  const [asking, ask] = useState(false);
  return (
    <Page
      title={t("result.title")}
      tag={
        result.state === "certified" ? (
          <StateTag tone="good">{t("result.certified", { number: result.number })}</StateTag>
        ) : (
          <BallotState state={ballot.state} />
        )
      }
      lead={ballot.title}
      back={
        hasRole(me, "secretariat", "chair", "analyst", "auditor")
          ? { href: `/ballots/desk?state=${ballot.state}`, label: t("desk.title") }
          : { href: "/ballots/approvals", label: t("approvals.title") }
      }
      width="wide"
      actions={
        <>
          {hasRole(me, "auditor") && (
            <Link href="/audit" className="button button-quiet">
              {t("result.to_audit")}
            </Link>
          )}
          {seesMatrix && (
            <LinkButton href={`/ballots/desk/${ballot.id}`} icon={<Table2 aria-hidden />}>
              {t("result.to_matrix")}
            </LinkButton>
          )}
          {corrects && <Button onPress={() => ask(true)}>{t("result.correct")}</Button>}
          <LinkButton
            href={`/ballots/desk/${ballot.id}/print`}
            icon={<Printer aria-hidden />}
            variant={certifies ? "secondary" : "primary"}
          >
            {t("result.to_print")}
          </LinkButton>
          {certifies && (
            <Button
              variant="primary"
              icon={<Stamp aria-hidden />}
              isDisabled={result.blocked !== ""}
              onPress={() => ask(true)}
            >
              {t("result.certify")}
            </Button>
          )}
        </>
      }
    >
      {result.state === "certified" && (
        <Banner tone="good" title={t("result.certified_banner", { number: result.number })}>
          {t("result.certified_lead", { name: result.certified_by, at: formatDateTime(result.certified_at) })}
        </Banner>
      )}
      {certifies && result.blocked && (
        <Banner tone="warn" title={t("result.blocked")}>
          {blockedText(result.blocked)}
        </Banner>
      )}
      <Downloads id={ballot.id} />
      <ResultSheet result={result} ballot={ballot} />
      {matrix.data && hasRole(me, "secretariat") && <Pending ballot={ballot} matrix={matrix.data} />}
      {matrix.data && <Classings ballot={ballot} matrix={matrix.data} />}
      {matrix.data && <LateAnswers ballot={ballot} matrix={matrix.data} />}
      {corrects && <Correct ballot={ballot} isOpen={asking} onClose={() => ask(false)} />}
      {certifies && <Certify ballot={ballot} result={result} isOpen={asking} onClose={() => ask(false)} />}
    </Page>
  );
}

function Certify({
  ballot,
  result,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  result: Result;
  isOpen: boolean;
  onClose: () => void;
}) {
  const classed = result.questions.reduce((sum, one) => sum + one.classed_for + one.classed_against, 0);
  const certify = useCommand<{ ballot_rev: number }, Result>(
    {
      path: `/api/ballots/${ballot.id}/certify`,
      signs: true,
      touches: ["/api/ballots", `ballot/${ballot.id}`, `result/${ballot.id}`],
    },
    {
      onDone: (result) => {
        announce(t("result.certified_banner", { number: result.number }));
        onClose();
      },
    },
  );
  return (
    <ActDialog
      title={t("result.certify_title")}
      isOpen={isOpen}
      onClose={onClose}
      act={t("result.certify_act")}
      danger
      error={certify.error}
      pending={certify.isPending}
      onSubmit={() => certify.mutate({ ballot_rev: ballot.ballot_rev })}
    >
      <ul>
        <li>{t("result.certify_number")}</li>
        <li>{t("result.certify_frozen")}</li>
        {classed > 0 && <li>{t("result.certify_classed", { count: classed })}</li>}
        <li>{t("result.certify_told", { count: ballot.members })}</li>
      </ul>
    </ActDialog>
  );
}

/** Answers recorded after the deadline that wait for a second person. */
function Pending({ ballot, matrix }: { ballot: Ballot; matrix: Matrix }) {
  const [open, setOpen] = useState(0);
  const rows = matrix.rows.filter((row) => row.pending);
  if (rows.length === 0) return null;
  return (
    <Section title={t("result.pending")}>
      <ul className="plain-list stack-tight">
        {rows.map((row) => (
          <li key={row.seat} className="row">
            <span>{t("desk.second_waits", { name: row.member.name })}</span>
            <Button onPress={() => setOpen(row.seat)}>{t("desk.second_open")}</Button>
          </li>
        ))}
      </ul>
      <Second
        ballot={ballot}
        seat={rows.find((row) => row.seat === open)}
        what="second"
        isOpen={open > 0}
        onClose={() => {
          setOpen(0);
          touch([`result/${ballot.id}`]);
        }}
      />
    </Section>
  );
}

function LateAnswers({ ballot, matrix }: { ballot: Ballot; matrix: Matrix }) {
  const [open, setOpen] = useState(0);
  const rows = matrix.rows.filter((row) => row.late);
  if (rows.length === 0) return null;
  return (
    <Section title={t("result.late")} lead={t("result.late_lead")}>
      <ul className="plain-list stack-tight">
        {rows.map((row) => (
          <li key={row.seat} className="row">
            <span>{row.member.name}</span>
            <Button variant="quiet" onPress={() => setOpen(row.seat)}>
              {t("desk.late_open")}
              <span className="visually-hidden"> {row.member.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Second
        ballot={ballot}
        seat={rows.find((row) => row.seat === open)}
        what="late"
        isOpen={open > 0}
        onClose={() => setOpen(0)}
      />
    </Section>
  );
}
