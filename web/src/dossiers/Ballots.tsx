/** The ballots on a matter, one after the other: its history as a thing to be decided. */
import { FilePen, MessagesSquare } from "lucide-react";
import "../i18n/late/consult.ts";
import { Link, useLocation } from "wouter";
import { useCommand, useList } from "../api/query.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState, Section } from "../ui/Page.tsx";
import { ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import type { BallotLine, Matter } from "./types.ts";
import { ballotState } from "./words.ts";

/** Makes a ballot on a taken matter and goes on to write it. */
export function useMakeBallot(matter: Matter, kind: "members" | "consultation" = "members") {
  const [, go] = useLocation();
  return useCommand<void, { id: string }>(
    { path: "/api/ballots", body: () => ({ matter: matter.id, kind }), touches: ["/api/ballots"] },
    { onDone: (ballot) => go(`/ballots/desk/${ballot.id}/edit`) },
  );
}

export function Ballots({ matter, desk, quiet = false }: { matter: Matter; desk: boolean; quiet?: boolean }) {
  const ballots = useList<BallotLine>("/api/ballots", { list: "desk", matter: matter.id }, { refs: ["ballots"] });
  const make = useMakeBallot(matter);
  const consult = useMakeBallot(matter, "consultation");
  const may = desk && !quiet && (matter.state === "taken" || matter.state === "decided");
  const mayConsult = desk && ["taken", "deciding", "decided"].includes(matter.state);
  return (
    <Section
      title={t("dossiers.ballots")}
      tools={
        <div className="row">
          {mayConsult && (
            <Button
              icon={<MessagesSquare aria-hidden />}
              onPress={() => consult.mutate()}
              pending={consult.isPending && t("state.sending")}
            >
              {t("consult.write_consultation")}
            </Button>
          )}
          {may && (
            <Button
              icon={<FilePen aria-hidden />}
              onPress={() => make.mutate()}
              pending={make.isPending && t("state.sending")}
            >
              {t("dossiers.write_ballot")}
            </Button>
          )}
        </div>
      }
    >
      <ErrorSummary error={consult.error} />
      <ErrorSummary error={make.error} onRetry={() => make.mutate()} />
      <Read of={ballots}>
        {(list) => (
          <Table
            caption={t("dossiers.ballots")}
            hideCaption
            rows={list.items}
            rowKey={(ballot) => ballot.id}
            empty={<EmptyState title={t("dossiers.no_ballots")}>{t("dossiers.no_ballots_lead")}</EmptyState>}
            columns={[
              {
                key: "title",
                header: t("dossiers.ballot"),
                rowHeader: true,
                cell: (ballot) => <BallotName ballot={ballot} desk={desk} />,
              },
              {
                key: "state",
                header: t("dossiers.state"),
                kind: "fit",
                cell: (b) => <StateTag>{ballotState(b.state)}</StateTag>,
              },
              { key: "opened", header: t("dossiers.opened"), kind: "fit", cell: (b) => formatDateTime(b.opened_at) },
              {
                key: "deadline",
                header: t("dossiers.deadline"),
                kind: "fit",
                cell: (b) => formatDateTime(b.deadline_at),
              },
              {
                key: "answered",
                header: t("dossiers.answered"),
                kind: "number",
                cell: (b) => (b.seats > 0 ? `${b.answered}/${b.seats}` : ""),
              },
            ]}
          />
        )}
      </Read>
    </Section>
  );
}

function BallotName({ ballot, desk }: { ballot: BallotLine; desk: boolean }) {
  const kind = ballot.kind === "consultation" && t("consult.kind");
  const name = [kind, ballot.number, ballot.title].filter(Boolean).join(" - ");
  const round = ballot.round > 1 ? ` (${t("dossiers.round", { round: ballot.round })})` : "";
  if (!desk) return `${name}${round}`;
  return (
    <Link href={`/ballots/desk/${ballot.id}`} className="dos-link">
      {name}
      {round}
    </Link>
  );
}
