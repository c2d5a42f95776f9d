/** Consultations in which whoever is signed in answers for an organisation: what waits, what can be changed, what is over. */
import "../../i18n/late/consult.ts";
import { Link } from "wouter";
import { useList } from "../../api/query.ts";
import { formatDateTime, formatDeadline } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Countdown } from "../../ui/Connection.tsx";
import { EmptyState, Page, Section } from "../../ui/Page.tsx";
import { Read } from "../../ui/Status.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { BallotState, stateOf } from "../parts/Head.tsx";
import type { BallotLine } from "../parts/types.ts";

const refs = ["ballots/", "my-answer/", "ballot/"];

const title: Column<BallotLine> = {
  key: "title",
  get header() {
    return t("asked.col_ballot");
  },
  rowHeader: true,
  cell: (line) => (
    <>
      <Link href={`/ballots/${line.id}`}>{line.title}</Link>
      <span className="option-note">{line.lead}</span>
    </>
  ),
};

const deadline: Column<BallotLine> = {
  key: "deadline",
  get header() {
    return t("time.deadline");
  },
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
};

const answer: Column<BallotLine> = {
  key: "answer",
  get header() {
    return t("asked.col_answer");
  },
  kind: "fit",
  cell: (line) =>
    line.mine?.answered_at ? (
      <span className="number">{t("asked.recorded", { time: formatDateTime(line.mine.answered_at) })}</span>
    ) : (
      t("asked.silent")
    ),
};

const state: Column<BallotLine> = {
  key: "state",
  get header() {
    return t("asked.col_state");
  },
  kind: "fit",
  cell: (line) => <BallotState state={stateOf(line)} />,
};

export function Asked() {
  const waiting = useList<BallotLine>("/api/ballots", { list: "waiting" }, { refs });
  const answered = useList<BallotLine>("/api/ballots", { list: "answered" }, { refs });
  const past = useList<BallotLine>("/api/ballots", { list: "past" }, { refs });
  return (
    <Page title={t("asked.title")} lead={t("asked.lead")}>
      <Section title={t("asked.waiting", { count: waiting.data?.items.length ?? 0 })}>
        <Read of={waiting}>
          {({ items }) => (
            <Table
              caption={t("asked.title")}
              hideCaption
              rows={items}
              rowKey={(line) => line.id}
              columns={[title, deadline]}
              empty={<EmptyState title={t("asked.none")}>{t("asked.none_lead")}</EmptyState>}
            />
          )}
        </Read>
      </Section>
      <Some title={t("asked.answered")} of={answered} columns={[title, deadline, answer]} />
      <Some title={t("asked.past")} of={past} columns={[title, state, answer]} />
    </Page>
  );
}

/** A part of the page that is there only where it holds something. */
function Some({
  title,
  of,
  columns,
}: {
  title: string;
  of: ReturnType<typeof useList<BallotLine>>;
  columns: Column<BallotLine>[];
}) {
  if (of.data?.items.length === 0) return null;
  return (
    <Section title={title}>
      <Read of={of}>
        {({ items }) => <Table caption={title} hideCaption rows={items} rowKey={(line) => line.id} columns={columns} />}
      </Read>
    </Section>
  );
}
