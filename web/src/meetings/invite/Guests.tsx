/** Who is invited to a session, what they answered, and whether the news reached them: for the secretariat and the chair. */
import { Copy, UserPlus } from "lucide-react";
import { useState } from "react";
import { useThing } from "../../api/query.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { pick, t, tMaybe } from "../../i18n/index.ts";
import { useLive } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { Menu, type MenuAct } from "../../ui/Menu.tsx";
import { EmptyState, Page } from "../../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../../ui/Status.tsx";
import { Table } from "../../ui/Table.tsx";
import type { Meeting } from "../types.ts";
import { AbsenceLines, AnswerTag, DecideButtons } from "./Cards.tsx";
import { type GuestList, type GuestRow, useInvitationAct } from "./calls.ts";
import { AbsenceDialog, NameDialog, ReasonDialog } from "./dialogs.tsx";
import { InviteDialog, UninviteDialog } from "./InviteDialog.tsx";
import "../../i18n/late/invite.ts";
import "./invite.css";

export function Guests({ id }: { id: string }) {
  useLive(`meeting:${id}`);
  const desk = hasRole(useMe(), "secretariat");
  const meeting = useThing<Meeting>(`meeting/${id}`, `/api/meetings/${id}`);
  const list = useThing<GuestList>(`invitations/${id}`, `/api/meetings/${id}/invitations`);
  const [inviting, invite] = useState(false);
  const before = useInvitationAct<void>(`/api/meetings/${id}/invitations/copy`, {
    onDone: () => announce(t("invite.invited_said")),
  });
  return (
    <Read of={meeting}>
      {(held) => {
        const open = ["planned", "convened", "running", "paused"].includes(held.state);
        return (
          <Page
            title={t("invite.guests")}
            lead={`${held.title}. ${t("invite.guests_lead")}`}
            back={{ href: `/meetings/${id}`, label: t("invite.guests_back") }}
            width="wide"
            actions={
              desk &&
              open && (
                <>
                  <Button
                    icon={<Copy aria-hidden />}
                    onPress={() => before.mutate()}
                    pending={before.isPending && t("state.sending")}
                  >
                    {t("invite.as_before")}
                  </Button>
                  <Button variant="primary" icon={<UserPlus aria-hidden />} onPress={() => invite(true)}>
                    {t("invite.invite")}
                  </Button>
                </>
              )
            }
          >
            <ErrorSummary error={before.error} />
            <Read of={list}>{(guests) => <GuestTable meeting={held} guests={guests} />}</Read>
            {inviting && <InviteDialog meeting={held} onClose={() => invite(false)} />}
          </Page>
        );
      }}
    </Read>
  );
}

/** How many of what, in the order in which the chair asks. */
function counts(rows: GuestRow[]): [string, number][] {
  const leave = (state: string) =>
    rows.filter((row) => row.absence?.state === state && row.state !== "accepted").length;
  const comes = (manner: string) => rows.filter((row) => row.state === "accepted" && row.manner === manner).length;
  return [
    ["room", comes("room")],
    ["online", comes("online")],
    ["leave", leave("approved")],
    ["asked", leave("asked")],
    ["substitute", rows.filter((row) => row.for && row.state !== "declined").length],
    ["declined", rows.filter((row) => row.state === "declined").length],
    [
      "waiting",
      rows.filter((row) => row.state === "invited" && !["asked", "approved"].includes(row.absence?.state ?? "")).length,
    ],
  ];
}

function GuestTable({ meeting, guests }: { meeting: Meeting; guests: GuestList }) {
  if (guests.rows.length === 0) {
    return <EmptyState title={t("invite.guests_empty")}>{t("invite.guests_empty_lead")}</EmptyState>;
  }
  return (
    <>
      {meeting.state === "planned" && <Banner tone="info" title={t("invite.not_convened")} />}
      {!guests.mails && <Banner tone="info" title={t("invite.no_mail")} />}
      <p className="guest-counts">
        {counts(guests.rows).map(([key, count]) => (
          <StateTag key={key} tone={key === "asked" && count > 0 ? "warn" : "neutral"}>
            {t(`invite.count_${key}` as "invite.count_room", { count })}
          </StateTag>
        ))}
      </p>
      <Table
        caption={t("invite.guests")}
        hideCaption
        rows={guests.rows}
        rowKey={(row) => row.id}
        columns={[
          { key: "who", header: t("invite.col_who"), rowHeader: true, cell: (row) => <Who row={row} /> },
          { key: "part", header: t("invite.col_part"), kind: "fit", cell: (row) => partText(row) },
          { key: "answer", header: t("invite.col_answer"), cell: (row) => <Answer meeting={meeting} row={row} /> },
          {
            key: "letter",
            header: t("invite.col_letter"),
            kind: "fit",
            cell: (row) => <Letters row={row} mails={guests.mails} />,
          },
          {
            key: "acts",
            header: t("invite.col_acts"),
            kind: "fit",
            cell: (row) => <Acts meeting={meeting} row={row} />,
          },
        ]}
      />
    </>
  );
}

export function rowName(row: GuestRow): string {
  return row.person?.name ?? (row.unit ? pick(row.unit.vi, row.unit.en) : "");
}

function partText(row: GuestRow): string {
  if (row.part === "guest") return t("invite.part_guest", { items: row.items.join(", ") });
  return tMaybe(`invite.part_${row.part}`);
}

function Who({ row }: { row: GuestRow }) {
  return (
    <>
      {rowName(row)}
      {row.unit && row.person && <div className="soft small">{pick(row.unit.vi, row.unit.en)}</div>}
      {row.for && <div className="soft small">{t("invite.for", { name: row.for.name })}</div>}
    </>
  );
}

function Answer({ meeting, row }: { meeting: Meeting; row: GuestRow }) {
  const me = useMe();
  const decides = row.acts.includes("decide_absence") && meeting.chair.id === me.person.id && row.absence;
  return (
    <div className="stack-tight">
      <div>
        <AnswerTag row={row} />
      </div>
      {row.reason && <p className="small">{row.reason}</p>}
      <AbsenceLines absence={row.absence} />
      {row.absence?.reason && row.absence.state !== "withdrawn" && <p className="small">{row.absence.reason}</p>}
      {row.answered_by && <p className="soft small">{t("invite.entered_by", { name: row.answered_by.name })}</p>}
      {decides && row.absence && <DecideButtons absence={row.absence.id} name={rowName(row)} />}
    </div>
  );
}

function letterText(letter: GuestRow["letters"][number]): string {
  if (letter.state === "failed") return tMaybe(`invite.letter_failed_${letter.problem}`);
  if (letter.state === "waiting") return t(letter.problem ? "invite.letter_delayed" : "invite.letter_waiting");
  return t("invite.letter_sent");
}

function Letters({ row, mails }: { row: GuestRow; mails: boolean }) {
  const last = row.letters.at(-1);
  return (
    <div className="small">
      <div>{row.sent_at ? t("invite.sent", { at: formatDateTime(row.sent_at) }) : t("invite.not_sent")}</div>
      {row.sent_at && row.person && (
        <div className="soft">
          {row.read_at ? t("invite.read", { at: formatDateTime(row.read_at) }) : t("invite.unread")}
        </div>
      )}
      {mails && last && (
        <div>
          {letterText(last)}
          {row.letters.length > 1 && ` (${row.letters.length})`}
        </div>
      )}
    </div>
  );
}

function Acts({ meeting, row }: { meeting: Meeting; row: GuestRow }) {
  const desk = hasRole(useMe(), "secretariat");
  const [window, show] = useState<"decline" | "absence" | "name" | "uninvite" | null>(null);
  const accept = useInvitationAct<{ manner: "room" | "online" }>(`/api/invitations/${row.id}/accept`, {
    onDone: () => announce(t("invite.accepted_said")),
  });
  const back = useInvitationAct<void>(`/api/absences/${row.absence?.id}/withdraw`, {
    onDone: () => announce(t("invite.absence_withdrawn")),
  });
  const post = useInvitationAct<void>(`/api/invitations/${row.id}/post`);
  const close = () => show(null);
  if (!desk) return null;
  const name = rowName(row);
  const manners = (["room", "online"] as const).filter((one) => meeting.mode === "both" || meeting.mode === one);
  const acts: MenuAct[] = [
    ...(row.acts.includes("accept")
      ? manners.map((manner) => ({
          key: manner,
          label: t(`invite.note_${manner}`),
          onAction: () => accept.mutate({ manner }),
        }))
      : []),
    ...row.acts.flatMap((act): MenuAct[] => {
      switch (act) {
        case "decline":
          return [{ key: act, label: t("invite.note_decline"), onAction: () => show("decline") }];
        case "ask_absence":
          return [{ key: act, label: t("invite.note_absence"), onAction: () => show("absence") }];
        case "withdraw_absence":
          return [{ key: act, label: t("invite.withdraw_absence"), onAction: () => back.mutate() }];
        case "name":
          return [
            { key: act, label: t(row.person ? "invite.name_other" : "invite.name"), onAction: () => show("name") },
          ];
        case "uninvite":
          return [{ key: act, label: t("invite.uninvite"), onAction: () => show("uninvite") }];
        case "post":
          return [{ key: act, label: t("invite.post"), onAction: () => post.mutate() }];
        default:
          return [];
      }
    }),
  ];
  return (
    <>
      <ErrorSummary error={accept.error ?? back.error ?? post.error} />
      {acts.length > 0 && (
        <Menu label={t("invite.acts_of", { name })} acts={acts}>
          {t("invite.col_acts")}
        </Menu>
      )}
      {window === "decline" && (
        <ReasonDialog
          title={t("invite.note_decline")}
          lead={name}
          path={`/api/invitations/${row.id}/decline`}
          act={t("invite.decline_send")}
          said={t("invite.accepted_said")}
          optional
          onClose={close}
        />
      )}
      {window === "absence" && (
        <AbsenceDialog
          invitation={row.id}
          starts={meeting.starts_at}
          ends={meeting.ends_at}
          name={name}
          onClose={close}
        />
      )}
      {window === "name" && (
        <NameDialog invitation={row.id} rev={row.invitation_rev} now={row.person?.id} onClose={close} />
      )}
      {window === "uninvite" && <UninviteDialog row={row} name={name} onClose={close} />}
    </>
  );
}
