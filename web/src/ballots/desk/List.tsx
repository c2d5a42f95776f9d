/** All ballots by state, the open ones by deadline, with how many have answered. */
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { request } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { useList } from "../../api/query.ts";
import { hasRole, type Me, useMe } from "../../api/session.ts";
import { NotFound } from "../../app/App.tsx";
import { formatDate, formatDateTime, formatDeadline } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { useLive, useView } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { Countdown } from "../../ui/Connection.tsx";
import { TextField } from "../../ui/Field.tsx";
import { EmptyState, Page } from "../../ui/Page.tsx";
import { Pagination } from "../../ui/Pagination.tsx";
import { Badge, Read } from "../../ui/Status.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import type { BallotLine } from "../parts/types.ts";
import { AnsweredBar } from "./AnsweredBar.tsx";
import type { Counts, Matrix } from "./ballot.ts";
import { NewBallot } from "./NewBallot.tsx";
import { matches } from "./words.ts";
import "./desk.css";

const states = ["open", "draft", "submitted", "approved", "closed", "certified", "ended", "recalled"] as const;
type State = (typeof states)[number];

export function DeskList() {
  const me = useMe();
  const search = useSearch();
  const [, go] = useLocation();
  const [writing, write] = useState(false);
  const asked = new URLSearchParams(search).get("state") as State | null;
  const state: State = asked && states.includes(asked) ? asked : firstOf(me);
  const counts = useQuery<Counts>({
    queryKey: ["list", "/api/ballots-count", {}],
    queryFn: ({ signal }) => request<Counts>("GET", "/api/ballots-count", undefined, { signal }),
    meta: { refs: ["ballots/"] },
  });
  const mayWrite = hasRole(me, "secretariat");
  if (counts.error instanceof Problem && counts.error.status === 403) return <NotFound />;
  return (
    <Page
      title={t("desk.title")}
      lead={t("desk.lead")}
      width="wide"
      actions={
        mayWrite && (
          <Button variant="primary" icon={<Plus aria-hidden />} onPress={() => write(true)}>
            {t("desk.new")}
          </Button>
        )
      }
    >
      <Tabs
        label={t("desk.by_state")}
        selected={state}
        onSelect={(key) => go(`/ballots/desk?state=${key}`)}
        parts={states.map((one) => ({
          key: one,
          label: (
            <>
              {t(`desk.tab_${one}`)}{" "}
              <Badge label={t("desk.count", { count: counts.data?.states[one] ?? 0 })}>
                {counts.data?.states[one] ?? 0}
              </Badge>
            </>
          ),
          content: <Lines key={one} state={one} />,
        }))}
      />
      {mayWrite && <NewBallot isOpen={writing} onClose={() => write(false)} />}
    </Page>
  );
}

/** What is open, or for who reads only what is closed, that. */
function firstOf(me: Me): State {
  return hasRole(me, "secretariat", "approver", "chair", "auditor") ? "open" : "closed";
}

function Lines({ state }: { state: State }) {
  const [typed, type] = useState("");
  // Cursors of the pages walked through; the last one is shown.
  const [walked, walk] = useState<string[]>([""]);
  const cursor = walked.at(-1) ?? "";
  const list = useList<BallotLine>(
    "/api/ballots",
    { list: "desk", state, urgent: state === "open", ...(cursor ? { cursor } : {}) },
    { refs: ["ballots/"] },
  );
  return (
    <Read of={list}>
      {({ items, next }) => {
        const shown = items.filter((line) => matches(`${line.title} ${line.lead} ${line.number}`, typed));
        return (
          <div className="stack">
            {(items.length > 5 || typed !== "") && (
              <TextField label={t("desk.search")} type="search" value={typed} onChange={type} className="desk-search" />
            )}
            <Table
              caption={t(`desk.tab_${state}`)}
              hideCaption
              columns={columnsOf(state)}
              rows={shown}
              rowKey={(line) => line.id}
              empty={
                typed ? (
                  <EmptyState title={t("desk.search_none")}>{t("desk.search_none_lead")}</EmptyState>
                ) : (
                  <EmptyState title={t(`desk.empty_${state}`)}>{t(`desk.empty_${state}_lead`)}</EmptyState>
                )
              }
            />
            <Pagination
              onPrevious={walked.length > 1 ? () => walk(walked.slice(0, -1)) : undefined}
              onNext={next ? () => walk([...walked, next]) : undefined}
            />
          </div>
        );
      }}
    </Read>
  );
}

/** Where a line leads: a draft is written, a counted ballot shows its result, any other is conducted. */
function placeOf(line: BallotLine): string {
  if (line.state === "draft") return `/ballots/desk/${line.id}/edit`;
  // A consultation has no result beyond who answered, which stands where it is conducted.
  if (line.kind === "consultation") return `/ballots/desk/${line.id}`;
  if (line.state === "closed" || line.state === "certified") return `/ballots/desk/${line.id}/result`;
  return `/ballots/desk/${line.id}`;
}

function columnsOf(state: State): Column<BallotLine>[] {
  const title: Column<BallotLine> = {
    key: "title",
    header: t("desk.col_title"),
    rowHeader: true,
    cell: (line) => (
      <>
        <Link href={placeOf(line)} className="desk-line">
          {line.title || t("desk.untitled")}
        </Link>
        <span className="option-note">
          {[
            line.kind === "consultation" && t("consult.kind"),
            line.lead,
            line.round > 1 && t("desk.round", { round: line.round }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </>
    ),
  };
  const day = (key: string, header: string, at: (line: BallotLine) => string | null): Column<BallotLine> => ({
    key,
    header,
    kind: "fit",
    cell: (line) => <span className="number">{formatDateTime(at(line))}</span>,
  });
  switch (state) {
    case "open":
      return [
        title,
        {
          key: "deadline",
          header: t("time.deadline"),
          kind: "fit",
          cell: (line) =>
            line.deadline_at && (
              <>
                <span className="number">{formatDeadline(line.deadline_at)}</span>
                <span className="option-note">
                  <Countdown until={line.deadline_at} />
                </span>
              </>
            ),
        },
        { key: "answered", header: t("desk.col_answered"), cell: (line) => <Answered line={line} /> },
      ];
    case "closed":
    case "ended":
      return [title, day("closed", t("desk.col_closed"), (line) => line.closed_at), answers];
    case "certified":
      return [
        { key: "number", header: t("desk.col_number"), kind: "fit", cell: (line) => line.number },
        title,
        day("closed", t("desk.col_closed"), (line) => line.closed_at),
        answers,
      ];
    case "recalled":
      return [title, day("opened", t("desk.col_opened"), (line) => line.opened_at)];
    default:
      return [
        title,
        {
          key: "made",
          header: t("desk.col_made"),
          kind: "fit",
          cell: (line) => <span className="number">{formatDate(line.made_at)}</span>,
        },
      ];
  }
}

const answers: Column<BallotLine> = {
  key: "answered",
  get header() {
    return t("desk.col_answered");
  },
  cell: (line) => (
    <AnsweredBar
      answered={line.answered}
      total={line.seats}
      note={line.deemed > 0 ? t("desk.deemed", { count: line.deemed }) : ""}
    />
  ),
};

/** The bar of an open ballot moves with its matrix, which the list itself does not bring. */
function Answered({ line }: { line: BallotLine }) {
  useLive(`ballot:${line.id}`);
  const matrix = useView<Matrix>(`matrix/${line.id}`);
  const total = matrix?.total ?? line.seats;
  if (total === 0) return null; // it may not be known yet
  return <AnsweredBar answered={matrix?.answered ?? line.answered} total={total} />;
}
