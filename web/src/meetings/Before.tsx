/** Before the session: read, say where one stands, check in. Also what a cancelled one shows. */
import { MessageSquareText } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { MyNotesButton } from "../annotations/MyNotesButton.tsx";
import { Problem } from "../api/problem.ts";
import { useThing } from "../api/query.ts";
import { useMe } from "../api/session.ts";
import { t } from "../i18n/index.ts";
import "../i18n/late/invite.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { EmptyState, Section } from "../ui/Page.tsx";
import { ErrorSummary, Loading, Read, StateTag } from "../ui/Status.tsx";
import { AgendaList } from "./AgendaList.tsx";
import { CheckIn } from "./CheckIn.tsx";
import { useAct, useRights } from "./calls.ts";
import { ItemPapers } from "./ItemPapers.tsx";
import { MeetingPage } from "./MeetingScreen.tsx";
import { OpenDialog } from "./OpenDialog.tsx";
import { PaperFacts } from "./PaperFacts.tsx";
import type { Agenda, Item, Meeting, Mine } from "./types.ts";
import { papersOf } from "./words.tsx";

const Reading = lazy(() => import("./Reading.tsx"));

export function Before({ meeting, agenda }: { meeting: Meeting; agenda: Agenda }) {
  const { presides, member } = useRights(meeting, agenda);
  const me = useMe();
  const mine = useThing<Mine>(`my-meeting/${meeting.id}`, `/api/meetings/${meeting.id}/mine`);
  const [reading, read] = useState<{ item: Item; version: string; page?: number } | null>(null);
  const [marking, mark] = useState<Item | null>(null);
  const [opening, open] = useState(false);
  const convened = meeting.state === "convened";
  return (
    <MeetingPage
      meeting={meeting}
      tools={
        meeting.chair.id === me.person.id && (
          <LinkButton href={`/meetings/${meeting.id}/guests`}>{t("invite.guests")}</LinkButton>
        )
      }
      actions={
        convened &&
        presides && (
          <Button variant="primary" onPress={() => open(true)}>
            {t("meetings.open")}
          </Button>
        )
      }
    >
      {convened && <Read of={mine}>{(held) => <CheckIn meeting={meeting} mine={held} />}</Read>}
      <div className="row no-print">
        <MyNotesButton
          papers={papersOf(agenda)}
          onOpen={(version, page) => {
            const item = agenda.items.find((one) => one.papers.some((paper) => paper.version === version));
            if (item) read({ item, version, page });
          }}
        />
      </div>
      <Section title={t("meetings.agenda")} lead={convened && member ? t("meetings.position_lead") : undefined}>
        {agenda.items.length === 0 ? (
          <EmptyState title={t("meetings.agenda_empty")}>{t("meetings.agenda_wait_lead")}</EmptyState>
        ) : (
          <AgendaList
            items={agenda.items}
            below={(item) => (
              <>
                {item.closed ? (
                  <p className="soft small">{t("meetings.closed_item")}</p>
                ) : (
                  <>
                    {item.note && <p className="small">{item.note}</p>}
                    <ItemPapers item={item} onRead={(version) => read({ item, version })} />
                    <PaperFacts meeting={meeting} item={item} mine={mine.data} />
                    <Marks item={item} />
                  </>
                )}
              </>
            )}
            beside={(item) =>
              convened && member && !item.closed && item.kind !== "heading" && item.stage === "waiting" ? (
                <MyMark item={item} mine={mine.data} onMark={() => mark(item)} />
              ) : null
            }
          />
        )}
      </Section>
      {reading && (
        <Suspense fallback={<Loading />}>
          <Reading
            item={reading.item}
            version={reading.version}
            page={reading.page || undefined}
            onClose={() => read(null)}
          />
        </Suspense>
      )}
      {marking && <MarkDialog meeting={meeting} item={marking} mine={mine.data} onClose={() => mark(null)} />}
      {opening && <OpenDialog meeting={meeting} onClose={() => open(false)} />}
    </MeetingPage>
  );
}

/** What members said beforehand, for who conducts. */
export function Marks({ item }: { item: Item }) {
  const marks = item.marks;
  if (!marks || item.kind === "heading") return null;
  const said = [
    ...marks.objects.map((one) => ({ ...one, tone: "bad" as const })),
    ...marks.speaks.map((one) => ({ ...one, tone: "warn" as const })),
  ];
  if (marks.no_objection === 0 && said.length === 0) return null;
  return (
    <details className="small">
      <summary>
        {[
          t("meetings.marks", { count: marks.no_objection }),
          marks.objects.length > 0 && t("meetings.marks_objects", { count: marks.objects.length }),
          marks.speaks.length > 0 && t("meetings.marks_speaks", { count: marks.speaks.length }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </summary>
      <ul className="plain-list stack-tight">
        {said.map((one) => (
          <li key={`${one.tone} ${one.person.id}`} className="row">
            <StateTag tone={one.tone}>
              {t(one.tone === "bad" ? "meetings.mark_objects" : "meetings.mark_speaks")}
            </StateTag>
            <span>
              {one.person.name}
              {one.note && <span className="soft">: {one.note}</span>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function MyMark({ item, mine, onMark }: { item: Item; mine: Mine | undefined; onMark: () => void }) {
  const mark = mine?.marks.find((one) => one.item === item.id);
  return (
    <Button
      icon={<MessageSquareText aria-hidden />}
      aria-label={`${t("meetings.position")}: ${item.title}`}
      onPress={onMark}
    >
      {mark ? t(`meetings.mark_${mark.mark}`) : t("meetings.mark_save")}
    </Button>
  );
}

function MarkDialog({
  meeting,
  item,
  mine,
  onClose,
}: {
  meeting: Meeting;
  item: Item;
  mine: Mine | undefined;
  onClose: () => void;
}) {
  const before = mine?.marks.find((one) => one.item === item.id);
  const [mark, setMark] = useState<string | null>(before?.mark ?? null);
  const [note, setNote] = useState(before?.note ?? "");
  const [pressed, press] = useState(false);
  const save = useAct<{ mark: string; note: string }, Mine>(meeting.id, "my-meeting", `/api/items/${item.id}/mark`, {
    method: "PUT",
    onDone: () => {
      announce(t("meetings.mark_saved"));
      onClose();
    },
  });
  const missing =
    pressed && mark === "objects" && !note.trim() ? [{ path: "note", text: t("meetings.mark_note_missing") }] : [];
  const send = () => {
    press(true);
    if (mark && !(mark === "objects" && !note.trim())) save.mutate({ mark, note });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("meetings.position")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" isDisabled={!mark} onPress={send} pending={save.isPending && t("state.saving")}>
            {t("meetings.mark_save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={save.error} more={missing} onRetry={send} />
      <p className="lead">{item.title}</p>
      <RadioGroup
        label={t("meetings.position")}
        hint={t("meetings.position_lead")}
        name="mark"
        options={(["no_objection", "speaks", "objects"] as const).map((one) => ({
          value: one,
          label: t(`meetings.mark_${one}`),
        }))}
        value={mark}
        onChange={setMark}
      />
      {mark && mark !== "no_objection" && (
        <TextArea
          label={t("meetings.mark_note")}
          name="note"
          value={note}
          onChange={setNote}
          maxLength={4000}
          rows={3}
          error={missing[0]?.text ?? (save.error instanceof Problem ? save.error.field("note") : undefined)}
        />
      )}
    </Dialog>
  );
}
