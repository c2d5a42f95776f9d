/** Acts that take two administrators: what waits for the second one, and what became of the others. */
import { Check, X } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { Problem } from "../api/problem.ts";
import { useCommand, useList } from "../api/query.ts";
import { useMe } from "../api/session.ts";
import { personName } from "../directory/PersonPicker.tsx";
import { formatDateTime } from "../i18n/format.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { Card, DefinitionList, EmptyState, Page, Section } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { ErrorSummary, Loading, Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { fromText, untilText } from "./days.ts";
import { PolicyLines, usePolicies, usePolicyWords } from "./Policies.tsx";
import { changes } from "./policies.ts";
import { inWords, roleText } from "./rules.ts";
import type { Agency, Request } from "./types.ts";

const touches = ["/api/change-requests", "/api/people", "/api/members", "person/", "policy/"];
const perPage = 25;

export function Requests() {
  const requests = useList<Request>("/api/change-requests");
  const [page, setPage] = useState(0);
  return (
    <Page title={t("nav.requests")} lead={t("people.requests_lead")}>
      <Read of={requests}>
        {(list) => {
          const waiting = list.items.filter((one) => one.state === "waiting");
          const decided = list.items.filter((one) => one.state !== "waiting");
          const rows = decided.slice(page * perPage, (page + 1) * perPage);
          return (
            <>
              <Section title={t("people.waiting", { count: waiting.length })}>
                {waiting.length === 0 && (
                  <EmptyState title={t("people.none_waiting")}>{t("people.none_waiting_lead")}</EmptyState>
                )}
                {waiting.map((one) => (
                  <Waiting key={one.id} request={one} />
                ))}
              </Section>
              <Section title={t("people.decided")}>
                <Table
                  caption={t("people.decided")}
                  hideCaption
                  rows={rows}
                  rowKey={(one) => one.id}
                  empty={<EmptyState title={t("people.none_decided")}>{t("people.none_decided_lead")}</EmptyState>}
                  columns={[
                    {
                      key: "what",
                      header: t("people.request"),
                      rowHeader: true,
                      cell: (one) => <What request={one} />,
                    },
                    {
                      key: "asked",
                      header: t("people.asked"),
                      cell: (one) => `${personName(one.asked_by)}, ${formatDateTime(one.asked_at)}`,
                    },
                    {
                      key: "decided",
                      header: t("people.decided_by"),
                      cell: (one) =>
                        one.decided_by ? `${personName(one.decided_by)}, ${formatDateTime(one.decided_at)}` : "",
                    },
                    {
                      key: "state",
                      header: t("people.state"),
                      cell: (one) => (
                        <span className="stack-tight">
                          <StateTag
                            tone={one.state === "refused" ? "bad" : one.state === "withdrawn" ? "neutral" : "good"}
                          >
                            {t(`people.request_${one.state}`)}
                          </StateTag>
                          {one.reason && <span className="small">{one.reason}</span>}
                        </span>
                      ),
                    },
                  ]}
                />
                <Pagination
                  onPrevious={page > 0 ? () => setPage(page - 1) : undefined}
                  onNext={(page + 1) * perPage < decided.length ? () => setPage(page + 1) : undefined}
                />
              </Section>
            </>
          );
        }}
      </Read>
    </Page>
  );
}

function What({ request }: { request: Request }) {
  if (request.kind === "policy") return t("people.kind_policy");
  return (
    <>
      {t(`people.kind_${request.kind}`)}:{" "}
      <Link href={`/people/${request.person.id}`} className="people-link">
        {personName(request.person)}
      </Link>
    </>
  );
}

/** What is asked, as the server keeps it. */
interface Wish {
  title_vi?: string;
  title_en?: string;
  agency?: string;
  seat?: number;
  member?: boolean;
  tie?: boolean;
  role?: string;
  from?: string;
  until?: string;
  lines?: string[];
  reason?: string;
}

/** A moment that was left out comes as the year 1. */
const given = (moment: string | undefined) => Boolean(moment) && !moment?.startsWith("0001-");

function Waiting({ request }: { request: Request }) {
  const me = useMe();
  const agencies = useList<Agency>("/api/agencies");
  const [refusing, setRefusing] = useState(false);
  const approve = useCommand<{ rev: number }, Request>(
    { path: `/api/change-requests/${request.id}/approve`, touches },
    { onDone: () => announce(t("people.approved_said")) },
  );
  const wish = (request.wish ?? {}) as Wish;
  const agency = agencies.data?.items.find((one) => one.id === wish.agency);
  const mine = request.asked_by.id === me.person.id;
  const about = request.person.id === me.person.id;
  const press = () => approve.mutate({ rev: request.rev });
  return (
    <Card
      title={<What request={request} />}
      footer={
        <>
          <Button icon={<X aria-hidden />} onPress={() => setRefusing(true)}>
            {t(mine ? "people.withdraw" : "people.refuse")}
          </Button>
          {!mine && !about && (
            <Button
              variant="primary"
              icon={<Check aria-hidden />}
              onPress={press}
              pending={approve.isPending && t("state.sending")}
            >
              {t("people.approve")}
            </Button>
          )}
        </>
      }
    >
      <ErrorSummary error={inWords(approve.error)} onRetry={press} />
      <DefinitionList
        items={[
          [t("people.post"), pick(wish.title_vi, wish.title_en)],
          [t("people.role"), wish.role ? roleText(wish.role) : ""],
          [t("people.agency"), agency ? pick(agency.name_vi, agency.name_en) : ""],
          [t("people.seat"), wish.seat ? String(wish.seat) : ""],
          [t("people.tie"), wish.tie ? t("people.yes") : ""],
          [t("people.policy_wish"), wish.lines && <PolicyWish lines={wish.lines} />],
          [t("people.reason"), wish.reason],
          [
            t("people.from"),
            request.kind !== "post" && request.kind !== "role"
              ? ""
              : given(wish.from)
                ? fromText(wish.from ?? "")
                : t("people.at_approval"),
          ],
          [t("people.until"), given(wish.until) ? untilText(wish.until ?? "") : ""],
          [t("people.asked"), `${personName(request.asked_by)}, ${formatDateTime(request.asked_at)}`],
          [t("people.valid_until"), formatDateTime(request.until)],
        ]}
      />
      <p className="soft">{t(`people.effect_${request.kind}`)}</p>
      {(mine || about) && <p className="soft">{t(mine ? "people.not_by_asker" : "people.not_by_oneself")}</p>}
      {refusing && <RefuseDialog request={request} mine={mine} onClose={() => setRefusing(false)} />}
    </Card>
  );
}

/** What would change of the permissions that hold. */
function PolicyWish({ lines }: { lines: string[] }) {
  const table = usePolicies();
  const words = usePolicyWords();
  if (!table.data || !words.data) return <Loading />;
  return <PolicyLines lines={changes(table.data, lines)} kinds={words.data.items} />;
}

function RefuseDialog({ request, mine, onClose }: { request: Request; mine: boolean; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const send = useCommand<{ rev: number; reason: string }>(
    { path: `/api/change-requests/${request.id}/refuse`, touches },
    { onDone: onClose },
  );
  const refuse = () => send.mutate({ rev: request.rev, reason });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(mine ? "people.withdraw_title" : "people.refuse_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={refuse} pending={send.isPending && t("state.sending")}>
            {t(mine ? "people.withdraw" : "people.refuse")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={refuse} />
      <TextArea
        label={t("people.reason")}
        optional
        name="reason"
        maxLength={1000}
        value={reason}
        onChange={setReason}
        error={send.error instanceof Problem ? send.error.field("reason") : undefined}
      />
    </Dialog>
  );
}
