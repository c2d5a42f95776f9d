/** The secretariat prepares a session: its agenda as a tree, published in versions. */
import { ArrowDown, ArrowUp, Indent, Outdent, Pencil, Play, Plus, Projector, Send, X } from "lucide-react";
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useCommand } from "../../api/query.ts";
import "../../i18n/late/screen.ts";
import { formatDate } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import "../../i18n/late/invite.ts";
import "../../i18n/late/rehearse.ts";
import { Button, LinkButton } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { EmptyState, Section } from "../../ui/Page.tsx";
import { Banner, ErrorSummary } from "../../ui/Status.tsx";
import { AgendaList } from "../AgendaList.tsx";
import { Marks } from "../Before.tsx";
import { keep, useAct } from "../calls.ts";
import { TermsDialog } from "../MeetingForm.tsx";
import { MeetingPage } from "../MeetingScreen.tsx";
import { OpenDialog } from "../OpenDialog.tsx";
import { PaperFacts } from "../PaperFacts.tsx";
import { ScreensDialog } from "../room/ScreensDialog.tsx";
import type { Agenda, Item, Meeting } from "../types.ts";
import { Asked } from "./Asked.tsx";
import { Compare } from "./Compare.tsx";
import { useDrag } from "./Drag.tsx";
import { ItemDialog } from "./ItemDialog.tsx";
import { type Move, moves } from "./moves.ts";
import { NewPapers } from "./NewPapers.tsx";
import { RehearsalDialog } from "./Rehearsal.tsx";
import { ReleaseDialog } from "./ReleaseDialog.tsx";

export function Prepare({ meeting, agenda }: { meeting: Meeting; agenda: Agenda }) {
  const [window, show] = useState<"terms" | "convene" | "cancel" | "open" | "compare" | "screens" | "rehearse" | null>(
    null,
  );
  const [item, setItem] = useState<{ item?: Item; parent: string } | null>(null);
  const convened = meeting.state === "convened";
  const begun = meeting.state === "running" || meeting.state === "paused";
  return (
    <MeetingPage
      meeting={meeting}
      back={begun ? { href: `/meetings/${meeting.id}`, label: t("meetings.back_room") } : undefined}
      tools={
        <>
          <LinkButton href={`/meetings/${meeting.id}/guests`}>{t("invite.guests")}</LinkButton>
          {convened && (
            <Button variant="quiet" icon={<Projector aria-hidden />} onPress={() => show("screens")}>
              {t("screen.title")}
            </Button>
          )}
          {!begun && (
            <Button
              variant="quiet"
              icon={<Play aria-hidden />}
              onPress={() => show("rehearse")}
              isDisabled={agenda.items.length === 0}
            >
              {t("rehearse.button")}
            </Button>
          )}
          <Button variant="quiet" icon={<Pencil aria-hidden />} onPress={() => show("terms")}>
            {t("meetings.edit")}
          </Button>
        </>
      }
      actions={
        <>
          {!begun && (
            <Button variant="danger" onPress={() => show("cancel")}>
              {t("meetings.cancel")}
            </Button>
          )}
          <Button
            variant={meeting.version > 0 ? "secondary" : "primary"}
            icon={<Send aria-hidden />}
            onPress={() => show("convene")}
            isDisabled={agenda.items.length === 0 || meeting.state === "paused"}
          >
            {meeting.version > 0
              ? t("meetings.convene_again", { version: meeting.version + 1 })
              : t("meetings.convene")}
          </Button>
          {convened && (
            <Button variant="primary" onPress={() => show("open")}>
              {t("meetings.open")}
            </Button>
          )}
        </>
      }
    >
      <NoticeBanner meeting={meeting} />
      <Section
        title={
          <>
            {t("meetings.agenda")}{" "}
            {meeting.version > 0 && (
              <span className="soft small">{t("meetings.agenda_version", { version: meeting.version })}</span>
            )}
          </>
        }
        tools={
          <div className="row">
            {agenda.minutes > 0 && (
              <span className="soft number">{t("meetings.agenda_minutes", { minutes: agenda.minutes })}</span>
            )}
            {meeting.version > 1 && (
              <Button variant="quiet" onPress={() => show("compare")}>
                {t("meetings.compare")}
              </Button>
            )}
            <Button icon={<Plus aria-hidden />} onPress={() => setItem({ parent: "" })}>
              {t("meetings.item_add")}
            </Button>
          </div>
        }
      >
        <Builder
          meeting={meeting}
          agenda={agenda}
          onEdit={(one, parent) => setItem({ ...(one ? { item: one } : {}), parent })}
        />
      </Section>
      <Asked meeting={meeting} />
      {item && (
        <ItemDialog
          meeting={meeting}
          item={item.item}
          live={agenda.items.find((one) => one.id === item.item?.id)}
          parent={item.parent}
          onClose={() => setItem(null)}
        />
      )}
      {window === "rehearse" && <RehearsalDialog meeting={meeting} onClose={() => show(null)} />}
      {window === "terms" && <TermsDialog meeting={meeting} onClose={() => show(null)} />}
      {window === "convene" && <ConveneDialog meeting={meeting} agenda={agenda} onClose={() => show(null)} />}
      {window === "cancel" && <CancelDialog meeting={meeting} onClose={() => show(null)} />}
      {window === "open" && <OpenDialog meeting={meeting} onClose={() => show(null)} />}
      {window === "screens" && <ScreensDialog meeting={meeting} pairs onClose={() => show(null)} />}
      {window === "compare" && <Compare meeting={meeting} onClose={() => show(null)} />}
    </MeetingPage>
  );
}

function NoticeBanner({ meeting }: { meeting: Meeting }) {
  const notice = meeting.notice;
  if (!notice?.due) return null;
  const date = formatDate(notice.due);
  return notice.late ? (
    <Banner tone="warn" title={t("meetings.notice_late", { date })} />
  ) : (
    <Banner tone="info" title={t("meetings.notice_due", { date })} />
  );
}

/** The tree, moved by buttons and by hand; the order has a rev of its own, so that two who move at once are told. */
function Builder({
  meeting,
  agenda,
  onEdit,
}: {
  meeting: Meeting;
  agenda: Agenda;
  onEdit: (item: Item | undefined, parent: string) => void;
}) {
  const [leaving, leave] = useState<Item | null>(null);
  const [releasing, release] = useState("");
  // As it stands now: what is recorded in a window shows in it.
  const of = agenda.items.find((one) => one.id === releasing);
  const move = useAct<Move & { item: string; rev: number }, Agenda>(
    meeting.id,
    "agenda",
    (input) => `/api/items/${input.item}/move`,
    {
      body: ({ parent, index, rev }) => ({ agenda_rev: rev, parent, index }),
      onDone: (next, { item }) => {
        const moved = next.items.find((one) => one.id === item);
        if (moved) announce(t("meetings.item_moved", { title: moved.title, number: moved.number }));
      },
    },
  );
  const drag = useDrag(agenda, (item, { parent, index }, rev) => move.mutate({ parent, index, item: item.id, rev }));
  const stale = move.error instanceof Problem && move.error.stale;
  if (agenda.items.length === 0) {
    return <EmptyState title={t("meetings.agenda_empty")}>{t("meetings.agenda_empty_lead")}</EmptyState>;
  }
  return (
    <>
      {stale ? <Banner tone="warn" title={t("meetings.changed_elsewhere")} /> : <ErrorSummary error={move.error} />}
      <div ref={drag.list}>
        <AgendaList
          items={agenda.items}
          before={drag.handle}
          lifted={drag.lifted}
          below={(item) => (
            <>
              <PaperFacts meeting={meeting} item={item} />
              <NewPapers meeting={meeting} item={item} />
              <Marks item={item} />
            </>
          )}
          beside={(item) => {
            if (item.stage === "current" && item.kind !== "heading") {
              return (
                <Button
                  variant="quiet"
                  aria-label={t("meetings.item_edit_named", { title: item.title })}
                  onPress={() => onEdit(item, item.parent)}
                >
                  {t("meetings.item_edit")}
                </Button>
              );
            }
            if (item.stage !== "waiting") return null;
            const can = moves(agenda.items, item);
            const go = (to: Move) => move.mutate({ ...to, item: item.id, rev: agenda.agenda_rev });
            const { title } = item;
            return (
              <>
                <Button
                  variant="quiet"
                  icon={<ArrowUp aria-hidden />}
                  aria-label={t("meetings.item_up", { title })}
                  isDisabled={!can.up || move.isPending}
                  onPress={() => can.up && go(can.up)}
                />
                <Button
                  variant="quiet"
                  icon={<ArrowDown aria-hidden />}
                  aria-label={t("meetings.item_down", { title })}
                  isDisabled={!can.down || move.isPending}
                  onPress={() => can.down && go(can.down)}
                />
                <Button
                  variant="quiet"
                  icon={<Outdent aria-hidden />}
                  aria-label={t("meetings.item_out", { title })}
                  isDisabled={!can.out || move.isPending}
                  onPress={() => can.out && go(can.out)}
                />
                <Button
                  variant="quiet"
                  icon={<Indent aria-hidden />}
                  aria-label={t("meetings.item_in", { title })}
                  isDisabled={!can.in || move.isPending}
                  onPress={() => can.in && go(can.in)}
                />
                <Menu
                  label={t("meetings.item_edit_named", { title })}
                  acts={[
                    { key: "edit", label: t("meetings.item_edit"), onAction: () => onEdit(item, item.parent) },
                    ...(item.depth < 2
                      ? [
                          {
                            key: "add",
                            label: t("meetings.item_add_below"),
                            onAction: () => onEdit(undefined, item.id),
                          },
                        ]
                      : []),
                    ...(item.papers.length > 0
                      ? [
                          {
                            key: "release",
                            label: t("papers.release"),
                            onAction: () => release(item.id),
                          },
                        ]
                      : []),
                    { key: "withdraw", label: t("meetings.item_withdraw"), onAction: () => leave(item) },
                  ]}
                >
                  {t("meetings.item_edit")}
                </Menu>
              </>
            );
          }}
        />
      </div>
      {drag.shown}
      {of && <ReleaseDialog meeting={meeting} item={of} onClose={() => release("")} />}
      {leaving && <WithdrawDialog meeting={meeting} item={leaving} onClose={() => leave(null)} />}
    </>
  );
}

function WithdrawDialog({ meeting, item, onClose }: { meeting: Meeting; item: Item; onClose: () => void }) {
  const withdraw = useAct<{ rev: number }, Agenda>(meeting.id, "agenda", `/api/items/${item.id}/withdraw`, {
    onDone: onClose,
  });
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("meetings.item_withdraw_named", { title: item.title })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="danger"
            icon={<X aria-hidden />}
            onPress={() => withdraw.mutate({ rev: item.rev })}
            pending={withdraw.isPending && t("state.sending")}
          >
            {t("meetings.item_withdraw")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={withdraw.error} />
      <p>{t("meetings.item_withdraw_lead")}</p>
    </Dialog>
  );
}

function ConveneDialog({ meeting, agenda, onClose }: { meeting: Meeting; agenda: Agenda; onClose: () => void }) {
  const convene = useAct<{ meeting_rev: number }, Meeting>(
    meeting.id,
    "meeting",
    `/api/meetings/${meeting.id}/convene`,
    {
      onDone: () => {
        announce(t("meetings.convened_said"));
        onClose();
      },
    },
  );
  const press = () => convene.mutate({ meeting_rev: meeting.meeting_rev });
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("meetings.convene_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={press} pending={convene.isPending && t("state.sending")}>
            {meeting.version > 0
              ? t("meetings.convene_again", { version: meeting.version + 1 })
              : t("meetings.convene")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={convene.error} onRetry={press} />
      <NoticeBanner meeting={meeting} />
      <p>{t(meeting.version > 0 ? "meetings.convene_next" : "meetings.convene_first")}</p>
      <AgendaList items={agenda.items.filter((item) => item.stage !== "withdrawn")} />
    </Dialog>
  );
}

function CancelDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const cancel = useCommand<{ meeting_rev: number; reason: string }, Meeting>(
    { path: `/api/meetings/${meeting.id}/cancel`, touches: ["/api/meetings"] },
    {
      onDone: (next) => {
        keep(meeting.id, "meeting", next);
        onClose();
      },
    },
  );
  const press = () => cancel.mutate({ meeting_rev: meeting.meeting_rev, reason });
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("meetings.cancel")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="danger" onPress={press} pending={cancel.isPending && t("state.sending")}>
            {t("meetings.cancel")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={cancel.error} onRetry={press} />
      <p>{t("meetings.cancel_lead")}</p>
      <TextArea
        label={t("meetings.reason")}
        name="reason"
        value={reason}
        onChange={setReason}
        error={cancel.error instanceof Problem ? cancel.error.field("reason") : undefined}
        maxLength={4000}
      />
    </Dialog>
  );
}
