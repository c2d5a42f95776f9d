/** A consultation that was sent: how each is reached, by link and letter, and whether it has answered. */
import { FileInput, KeyRound, Mail } from "lucide-react";
import { useState } from "react";
import { useCommand } from "../../api/query.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button, LinkButton } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Choice.tsx";
import { announce } from "../../ui/Live.tsx";
import { Menu, type MenuAct } from "../../ui/Menu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Banner, errorText } from "../../ui/Status.tsx";
import { Table } from "../../ui/Table.tsx";
import { AnsweredBar } from "../desk/AnsweredBar.tsx";
import type { Matrix, Seat } from "../desk/ballot.ts";
import { ActDialog } from "../desk/control/ActDialog.tsx";
import { OnBehalf } from "../desk/control/OnBehalf.tsx";
import { mayRecord } from "../desk/control/seats.ts";
import { BallotState, stateOf } from "../parts/Head.tsx";
import type { Ballot } from "../parts/types.ts";
import { Links } from "./Links.tsx";
import { type Handed, type Respondent, type Respondents, useRespondentsAct } from "./respondents.ts";
import { backOf } from "./Screen.tsx";

export function Standing({
  ballot,
  list,
  matrix,
  desk,
}: {
  ballot: Ballot;
  list: Respondents;
  matrix: Matrix | undefined;
  desk: boolean;
}) {
  const [picked, pick] = useState<number[]>([]);
  const [given, give] = useState<Handed | null>(null);
  const [replacing, replace] = useState<Respondent | null>(null);
  const [recording, record] = useState(0);
  const path = `/api/ballots/${ballot.id}/respondents`;
  const open = desk && ballot.state === "open";
  const letters = open || (desk && ballot.state === "closed");
  const seats = new Map(matrix?.rows.map((row) => [row.seat, row]));
  const chosen = list.items.filter((one) => picked.includes(one.seat));
  const mailed = (chosen.length > 0 ? chosen : list.items.filter((one) => one.mail === "")).filter((one) => one.email);
  const ready = (chosen.length > 0 ? chosen : list.items).filter((one) => one.link === "ready");
  const invite = useRespondentsAct<{ seats: number[] }>(`${path}/invite`, ({ seats }) => {
    announce(t("consult.invited", { count: seats.length }));
    pick([]);
  });
  const hand = useCommand<{ seats: number[] }, Handed>(
    { path: `${path}/links`, touches: [`respondents/${ballot.id}`] },
    {
      onDone: (links) => {
        give(links);
        pick([]);
      },
    },
  );
  const error = invite.error ?? hand.error;
  return (
    <Page
      title={t("consult.respondents")}
      tag={<BallotState state={stateOf(ballot)} />}
      lead={ballot.title}
      back={backOf(ballot)}
      width="wide"
      actions={
        letters && (
          <>
            <LinkButton href={`/ballots/desk/${ballot.id}/letters`} icon={<FileInput aria-hidden />}>
              {t("consult.letters")}
            </LinkButton>
            {open && (
              <Button
                icon={<KeyRound aria-hidden />}
                isDisabled={ready.length === 0}
                pending={hand.isPending && t("state.sending")}
                onPress={() => hand.mutate({ seats: ready.map((one) => one.seat) })}
              >
                {t("consult.hand", { count: ready.length })}
              </Button>
            )}
            {open && list.mails && (
              <Button
                variant="primary"
                icon={<Mail aria-hidden />}
                isDisabled={mailed.length === 0}
                pending={invite.isPending && t("state.sending")}
                onPress={() => invite.mutate({ seats: mailed.map((one) => one.seat) })}
              >
                {t("consult.invite", { count: mailed.length })}
              </Button>
            )}
          </>
        )
      }
    >
      {matrix && (
        <div>
          <AnsweredBar answered={matrix.answered} total={matrix.total} />
        </div>
      )}
      {open && !list.mails && <Banner title={t("consult.no_mail")}>{t("consult.no_mail_lead")}</Banner>}
      {open && <p className="soft">{t("consult.standing_lead")}</p>}
      {error && <Banner tone="bad" title={errorText(error)} />}
      <Table
        caption={t("consult.respondents")}
        hideCaption
        rows={list.items}
        rowKey={(one) => String(one.seat)}
        columns={[
          {
            key: "name",
            header: t("consult.name"),
            rowHeader: true,
            cell: (one) => <Who one={one} {...(open ? { picked: picked.includes(one.seat), onPick: pickOne } : {})} />,
          },
          { key: "way", header: t("consult.way"), cell: (one) => <Way one={one} /> },
          { key: "mail", header: t("consult.mail"), cell: (one) => <Letter one={one} /> },
          ...(matrix
            ? [
                {
                  key: "state",
                  header: t("desk.col_state"),
                  cell: (one: Respondent) => <State row={seats.get(one.seat)} />,
                },
              ]
            : []),
          ...(letters
            ? [
                {
                  key: "acts",
                  header: t("desk.col_acts"),
                  kind: "fit" as const,
                  cell: (one: Respondent) => (
                    <RowActs
                      one={one}
                      onReplace={open ? () => replace(one) : undefined}
                      onRecord={records(ballot, seats.get(one.seat)) ? () => record(one.seat) : undefined}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {letters && (
        <OnBehalf ballot={ballot} seat={seats.get(recording)} isOpen={recording > 0} onClose={() => record(0)} />
      )}
      {given && <Links ballot={ballot} links={given} onClose={() => give(null)} />}
      {replacing && <ReplaceDialog ballot={ballot} one={replacing} onClose={() => replace(null)} />}
    </Page>
  );

  function pickOne(seat: number, on: boolean) {
    pick(on ? [...picked, seat] : picked.filter((other) => other !== seat));
  }
}

function Who({
  one,
  picked,
  onPick,
}: {
  one: Respondent;
  picked?: boolean;
  onPick?: (seat: number, on: boolean) => void;
}) {
  const name = (
    <>
      <span className="number seat-no">{one.seat}.</span> {one.name}
      <span className="option-note">{t(`consult.sector_${one.sector}`)}</span>
    </>
  );
  if (!onPick) return name;
  return (
    <Checkbox isSelected={picked ?? false} onChange={(on) => onPick(one.seat, on)}>
      {name}
      <span className="visually-hidden"> {t("consult.pick")}</span>
    </Checkbox>
  );
}

function Way({ one }: { one: Respondent }) {
  if (one.person) return t("consult.way_account", { name: one.person.name });
  return (
    <>
      {t(`consult.link_${one.link || "ready"}`)}
      {(one.used_at ?? one.handed_at) && (
        <span className="option-note number">{formatDateTime(one.used_at ?? one.handed_at)}</span>
      )}
      {one.link_no > 1 && <span className="option-note">{t("consult.link_no", { number: one.link_no })}</span>}
    </>
  );
}

function Letter({ one }: { one: Respondent }) {
  return (
    <>
      {one.mail ? t(`consult.mail_${one.mail}`) : t(one.email ? "consult.mail_none" : "consult.mail_no_address")}
      {one.mail && one.news && <span className="option-note">{t(`consult.news_${one.news}`)}</span>}
      {one.problem && <span className="option-note respondent-wrong">{t(`consult.problem_${one.problem}`)}</span>}
      {one.mail_at && <span className="option-note number">{formatDateTime(one.mail_at)}</span>}
      {one.email && <span className="option-note">{one.email}</span>}
    </>
  );
}

function State({ row }: { row: Seat | undefined }) {
  if (!row) return null;
  return (
    <>
      {t(`desk.seat_${row.state === "deemed" ? "not_answered" : row.state}`)}
      {row.answered_at && <span className="option-note number">{formatDateTime(row.answered_at)}</span>}
    </>
  );
}

/** Whether an answer that came by letter may be recorded for the seat. */
function records(ballot: Ballot, row: Seat | undefined): boolean {
  return row !== undefined && mayRecord(ballot.state, row);
}

function RowActs({
  one,
  onReplace,
  onRecord,
}: {
  one: Respondent;
  onReplace: (() => void) | undefined;
  onRecord: (() => void) | undefined;
}) {
  const acts: MenuAct[] = [];
  if (onRecord) acts.push({ key: "behalf", label: t("desk.behalf"), onAction: onRecord });
  const lost = one.link === "handed" || one.link === "used" || (one.link === "ready" && one.link_no > 0);
  if (lost && onReplace) {
    acts.push({ key: "replace", label: t("consult.replace"), onAction: onReplace });
  }
  if (acts.length === 0) return null;
  return (
    <Menu label={t("desk.acts_of", { name: one.name })} acts={acts}>
      {t("desk.acts")}
    </Menu>
  );
}

function ReplaceDialog({ ballot, one, onClose }: { ballot: Ballot; one: Respondent; onClose: () => void }) {
  const replace = useRespondentsAct<void>(`/api/ballots/${ballot.id}/respondents/${one.seat}/replace`, () => {
    announce(t("consult.replaced"));
    onClose();
  });
  return (
    <ActDialog
      title={t("consult.replace_title", { name: one.name })}
      isOpen
      danger
      onClose={onClose}
      act={t("consult.replace")}
      error={replace.error}
      pending={replace.isPending}
      onSubmit={() => replace.mutate()}
    >
      <p>{t("consult.replace_lead")}</p>
    </ActDialog>
  );
}
