/** Invitations that I have to do with: answered by one press; and, for who chairs, requests for leave. */
import { CalendarCheck, MapPin, MonitorSmartphone } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useList } from "../../api/query.ts";
import { useMe } from "../../api/session.ts";
import { formatDateTime, formatTime } from "../../i18n/format.ts";
import { pick, t, tMaybe } from "../../i18n/index.ts";
import { Button, LinkButton } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { Card, Section } from "../../ui/Page.tsx";
import { ErrorSummary, StateTag, type StateTone } from "../../ui/Status.tsx";
import "../../i18n/late/invite.ts";
import "../../i18n/late/meetings.ts";
import { whenText } from "../words.tsx";
import { type Absence, type AbsenceTask, type Invitation, invitationRefs, useInvitationAct } from "./calls.ts";
import { AbsenceDialog, NameDialog, ReasonDialog } from "./dialogs.tsx";
import "./invite.css";

/** Leave of a part, or of the whole, in words. */
export function absenceSpan(absence: Pick<Absence, "from" | "until">): string {
  if (!absence.from) return t("invite.absence_whole");
  return t("invite.part_span", { from: formatTime(absence.from), until: formatTime(absence.until) });
}

const tones: Record<string, StateTone> = { accepted: "good", declined: "warn", invited: "active", withdrawn: "bad" };

/** Where an answer stands, in one tag. */
export function AnswerTag({
  row,
}: {
  row: Pick<Invitation, "state" | "manner" | "person" | "absence"> & { unit: unknown };
}) {
  const leave = row.absence;
  if (leave && leave.state !== "withdrawn" && row.state !== "accepted") {
    const tone: StateTone = leave.state === "approved" ? "good" : leave.state === "refused" ? "bad" : "warn";
    return <StateTag tone={tone}>{tMaybe(`invite.state_absence_${leave.state}`)}</StateTag>;
  }
  if (row.unit && !row.person) return <StateTag tone="active">{t("invite.state_unnamed")}</StateTag>;
  const exact = row.state === "accepted" && row.manner ? `accepted_${row.manner}` : row.state;
  return (
    <StateTag tone={tones[row.state] ?? "neutral"}>
      {tMaybe(`invite.state_${exact}`, tMaybe(`invite.state_${row.state}`))}
    </StateTag>
  );
}

/** The section of my invitations; nothing where there are none. */
export default function Invitations({ decides = false }: { decides?: boolean }) {
  const list = useList<Invitation>("/api/invitations", {}, { refs: invitationRefs });
  const items = list.data?.items ?? [];
  return (
    <>
      {decides && <Decisions />}
      {items.length > 0 && (
        <Section title={t("invite.title", { count: items.length })}>
          <ul className="plain-list stack">
            {items.map((one) => (
              <li key={one.id}>
                <InvitationCard invitation={one} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** News that says itself by being shown; the rest is put away by a press. */
const plainNews = ["invited", "naming", "agenda"];

function InvitationCard({ invitation }: { invitation: Invitation }) {
  const me = useMe();
  const { session, mine, acts } = invitation;
  const member = !mine && invitation.part === "member";
  const read = useInvitationAct(`/api/invitations/${invitation.id}/read`);
  const sent = useRef(false);
  const [fresh] = useState(invitation.unread);
  const byItself = invitation.unread && plainNews.includes(invitation.news);
  const markRead = read.mutate;
  useEffect(() => {
    if (!byItself || sent.current) return;
    sent.current = true;
    markRead();
  }, [byItself, markRead]);
  const whole = invitation.state !== "withdrawn" && session.state !== "cancelled" && invitation.person !== null;
  return (
    <Card title={session.title || t("invite.by_items")}>
      <div className="row">
        {session.state === "cancelled" ? (
          <StateTag tone="bad">{t("invite.news_cancelled")}</StateTag>
        ) : (
          <>
            <AnswerTag row={invitation} />
            {(invitation.unread || (fresh && invitation.state === "invited")) && (
              <StateTag tone="warn">{tMaybe(`invite.news_${invitation.news}`)}</StateTag>
            )}
          </>
        )}
      </div>
      {session.title && invitation.part === "guest" && <p>{t("invite.by_items")}</p>}
      {member && invitation.person && <p>{t("invite.of", { name: invitation.person.name })}</p>}
      <p className="number">{whenText(session)}</p>
      <p className="soft">
        {[
          session.place || tMaybe(`meetings.mode_${session.mode}`, ""),
          session.chair.name && t("invite.chair", { name: session.chair.name }),
          invitation.unit && t("invite.unit", { name: pick(invitation.unit.vi, invitation.unit.en) }),
          invitation.for && t("invite.for", { name: invitation.for.name }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {invitation.items.length > 0 && (
        <ul className="invitation-items">
          {invitation.items.map((item) => (
            <li key={item.id}>
              {item.title}{" "}
              <span className="soft small number">
                {formatTime(item.from)} - {formatTime(item.until)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {session.cancelled_for && <p>{session.cancelled_for}</p>}
      <AbsenceLines absence={invitation.absence} />
      {invitation.answered_by && invitation.answered_by.id !== me.person.id && (
        <p className="small">{t("invite.entered_by", { name: invitation.answered_by.name })}</p>
      )}
      {invitation.unit && invitation.person && !mine && (
        <p>
          {t("invite.name_person")}: <strong>{invitation.person.name}</strong>
        </p>
      )}
      <Acts invitation={invitation} acts={acts} opens={whole && mine} />
      {invitation.unread && !byItself && (
        <div>
          <Button onPress={() => read.mutate()} pending={read.isPending && t("state.saving")}>
            {t("invite.seen")}
          </Button>
        </div>
      )}
    </Card>
  );
}

export function AbsenceLines({ absence }: { absence: Absence | null }) {
  if (!absence || absence.state === "withdrawn") return null;
  return (
    <ul className="plain-list small">
      <li>{absenceSpan(absence)}</li>
      {absence.substitute && <li>{t("invite.substitute", { name: absence.substitute.name })}</li>}
      {absence.asked_by && <li>{t("invite.asked_by", { name: absence.asked_by.name })}</li>}
      {absence.decision && <li>{t("invite.refused_why", { reason: absence.decision })}</li>}
    </ul>
  );
}

type Manner = "room" | "online";

function Acts({ invitation, acts, opens }: { invitation: Invitation; acts: string[]; opens: boolean }) {
  const [window, show] = useState<"decline" | "absence" | "name" | null>(null);
  const accept = useInvitationAct<{ manner?: Manner }>(`/api/invitations/${invitation.id}/accept`, {
    onDone: () => announce(t("invite.accepted_said")),
  });
  const back = useInvitationAct<void>(`/api/absences/${invitation.absence?.id}/withdraw`, {
    onDone: () => announce(t("invite.absence_withdrawn")),
  });
  if (acts.length === 0 && !opens) return null;
  const close = () => show(null);
  const { mine, session } = invitation;
  const both = session.mode === "both";
  const accepted = invitation.state === "accepted";
  const manners: (Manner | null)[] = both ? ["room", "online"] : [null];
  const word = (manner: Manner | null) =>
    t(`invite.accept${mine ? "" : "_for"}${manner ? `_${manner}` : ""}` as "invite.accept_room");
  return (
    <div className="stack-tight">
      <ErrorSummary error={accept.error ?? back.error} />
      <div className="row">
        {acts.includes("accept") &&
          manners
            .filter((manner) => !accepted || (manner && manner !== invitation.manner))
            .map((manner, index) => (
              <Button
                key={manner ?? "one"}
                variant={index === 0 && !accepted ? "primary" : "secondary"}
                icon={
                  manner === "room" ? (
                    <MapPin aria-hidden />
                  ) : manner === "online" ? (
                    <MonitorSmartphone aria-hidden />
                  ) : (
                    <CalendarCheck aria-hidden />
                  )
                }
                isDisabled={accept.isPending}
                aria-label={`${word(manner)}: ${session.title || t("invite.by_items")}`}
                onPress={() => accept.mutate(manner ? { manner } : {})}
              >
                {word(manner)}
              </Button>
            ))}
        {acts.includes("name") && (
          <Button variant={invitation.person ? "secondary" : "primary"} onPress={() => show("name")}>
            {t(invitation.person ? "invite.name_other" : "invite.name")}
          </Button>
        )}
        {acts.includes("ask_absence") && <Button onPress={() => show("absence")}>{t("invite.ask_absence")}</Button>}
        {acts.includes("decline") && <Button onPress={() => show("decline")}>{t("invite.decline")}</Button>}
        {acts.includes("withdraw_absence") && (
          <Button onPress={() => back.mutate()} pending={back.isPending && t("state.sending")}>
            {t("invite.withdraw_absence")}
          </Button>
        )}
        {opens && (
          <LinkButton href={`/meetings/${session.id}`} variant="quiet">
            {t("invite.open")}
          </LinkButton>
        )}
      </div>
      {window === "decline" && (
        <ReasonDialog
          title={t("invite.decline_title")}
          lead={t("invite.decline_lead")}
          path={`/api/invitations/${invitation.id}/decline`}
          act={t("invite.decline_send")}
          said={t("invite.accepted_said")}
          optional
          onClose={close}
        />
      )}
      {window === "absence" && (
        <AbsenceDialog
          invitation={invitation.id}
          starts={session.starts_at}
          ends={session.ends_at}
          name={mine ? undefined : invitation.person?.name}
          onClose={close}
        />
      )}
      {window === "name" && (
        <NameDialog
          invitation={invitation.id}
          rev={invitation.invitation_rev}
          now={invitation.person?.id}
          onClose={close}
        />
      )}
    </div>
  );
}

/** Requests for leave that wait for me. */
function Decisions() {
  const list = useList<AbsenceTask>("/api/absences", {}, { refs: invitationRefs });
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={t("invite.decide_title", { count: items.length })}>
      <ul className="plain-list stack">
        {items.map((task) => (
          <li key={task.absence.id}>
            <Decision task={task} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Decision({ task }: { task: AbsenceTask }) {
  const { absence, person, session } = task;
  const asks = absence.from
    ? t("invite.decide_part", { from: formatDateTime(absence.from), until: formatDateTime(absence.until) })
    : t("invite.decide_whole");
  return (
    <Card title={`${person.name}: ${asks}`}>
      <p className="soft">
        {session.title} · {whenText(session)}
      </p>
      <p className="invitation-reason">{absence.reason}</p>
      {absence.substitute && <p>{t("invite.substitute", { name: absence.substitute.name })}</p>}
      <DecideButtons absence={absence.id} name={person.name} />
    </Card>
  );
}

export function DecideButtons({ absence, name }: { absence: string; name: string }) {
  const [refusing, refuse] = useState(false);
  const approve = useInvitationAct<void>(`/api/absences/${absence}/approve`, {
    onDone: () => announce(t("invite.approved_said")),
  });
  return (
    <div className="stack-tight">
      <ErrorSummary error={approve.error} />
      <div className="row">
        <Button
          variant="primary"
          aria-label={t("invite.approve_named", { name })}
          onPress={() => approve.mutate()}
          pending={approve.isPending && t("state.sending")}
        >
          {t("invite.approve")}
        </Button>
        <Button aria-label={t("invite.refuse_named", { name })} onPress={() => refuse(true)}>
          {t("invite.refuse")}
        </Button>
      </div>
      {refusing && (
        <ReasonDialog
          title={t("invite.refuse_title", { name })}
          lead={t("invite.refuse_lead")}
          path={`/api/absences/${absence}/refuse`}
          act={t("invite.refuse")}
          said={t("invite.refused_said")}
          onClose={() => refuse(false)}
        />
      )}
    </div>
  );
}
