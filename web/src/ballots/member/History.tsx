/** What I was asked and is over, the last sent first; each ballot holds its receipt. */
import "../../i18n/late/filing.ts";
import "../../i18n/late/member.ts";
import { useState } from "react";
import { Link } from "wouter";
import { useList } from "../../api/query.ts";
import { formatDate, formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { AnswerMark } from "../../ui/Answer.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState, Page } from "../../ui/Page.tsx";
import { Read } from "../../ui/Status.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { BallotState } from "../parts/Head.tsx";
import type { BallotLine } from "../parts/types.ts";
import { toneOf } from "../parts/words.ts";
import "./member.css";

export default function History() {
  // Pages already left behind; the one shown begins where the last of them ended.
  const [before, setBefore] = useState<string[]>([]);
  const cursor = before.at(-1) ?? "";
  const list = useList<BallotLine>(
    "/api/ballots",
    { list: "past", limit: 25, cursor },
    { refs: ["ballots/", "my-answer/"] },
  );
  return (
    <Page title={t("member.history_title")} lead={t("member.history_lead")}>
      <Read of={list}>
        {(page) => (
          <>
            <Table
              caption={t("member.history_title")}
              hideCaption
              columns={columns}
              rows={page.items}
              rowKey={(line) => line.id}
              empty={<EmptyState title={t("member.history_empty")}>{t("member.history_empty_lead")}</EmptyState>}
            />
            {(before.length > 0 || page.next) && (
              <div className="row-between">
                <Button isDisabled={before.length === 0} onPress={() => setBefore(before.slice(0, -1))}>
                  {t("pager.previous")}
                </Button>
                <Button isDisabled={!page.next} onPress={() => page.next && setBefore([...before, page.next])}>
                  {t("pager.next")}
                </Button>
              </div>
            )}
          </>
        )}
      </Read>
    </Page>
  );
}

const columns: Column<BallotLine>[] = [
  {
    key: "title",
    get header() {
      return t("member.col_ballot");
    },
    rowHeader: true,
    cell: (line) => (
      <>
        <Link href={`/ballots/${line.id}`}>{line.title}</Link>
        <span className="option-note">{[line.number, line.lead].filter(Boolean).join(" · ")}</span>
      </>
    ),
  },
  {
    key: "closed",
    get header() {
      return t("member.col_closed");
    },
    kind: "fit",
    cell: (line) => <span className="number">{formatDate(line.closed_at)}</span>,
  },
  {
    key: "state",
    get header() {
      return t("member.col_state");
    },
    cell: (line) => <BallotState state={line.state} />,
  },
  {
    key: "answer",
    get header() {
      return t("member.col_answer");
    },
    cell: (line) => <MyChoices line={line} />,
  },
  {
    key: "recorded",
    get header() {
      return t("member.col_recorded");
    },
    kind: "fit",
    cell: (line) => <span className="number">{formatDateTime(line.mine?.answered_at)}</span>,
  },
];

function MyChoices({ line }: { line: BallotLine }) {
  const mine = line.mine;
  if (!mine || mine.choices.length === 0) return <AnswerMark tone="none" />;
  if (mine.source === "deemed") return <AnswerMark tone="deemed" />;
  return (
    <div className="stack-tight">
      {mine.choices.map(({ question, choice }) => (
        <AnswerMark key={question} tone={toneOf(choice)}>
          {choice.startsWith("option:") ? t("member.option", { number: choice.replace(/\D/g, "") }) : undefined}
        </AnswerMark>
      ))}
      {mine.reserved && <span className="small">{t("member.reserved")}</span>}
      {line.kind === "members" && (line.state === "closed" || line.state === "certified") && (
        <Link href={`/ballots/${line.id}#filing`} className="small">
          {t("filing.link")}
          <span className="visually-hidden"> {line.title}</span>
        </Link>
      )}
    </div>
  );
}
