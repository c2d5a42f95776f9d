/** The queue of questions: what is asked and by whom, and who is called to answer. */
import { useState } from "react";
import "../../i18n/late/screen.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Attendance, Floor, Item, Meeting, Speech } from "../types.ts";

export function Questions({
  meeting,
  item,
  floor,
  attendance,
  conducts,
  onCall,
}: {
  meeting: Meeting;
  item: Item;
  floor: Floor;
  attendance: Attendance | undefined;
  conducts: boolean;
  onCall: (request: string) => void;
}) {
  const [answering, answer] = useState<Speech | null>(null);
  if (floor.questions.length + floor.open_questions.length === 0) return null;
  return (
    <>
      <h3>{t("screen.questions", { count: floor.questions.length + floor.open_questions.length })}</h3>
      <ol className="plain-list queue">
        {[...floor.open_questions, ...floor.questions].map((one) => {
          const put = floor.open_questions.includes(one);
          return (
            <li key={one.id} className="queue-line">
              <span className="queue-name">
                {one.person.name}
                <span className="soft small"> {t(put ? "screen.question_put" : "screen.question_waits")}</span>
                <span className="question-subject" lang="">
                  {one.subject}
                </span>
              </span>
              {conducts && (
                <Button
                  aria-label={
                    put
                      ? t("screen.answer_named", { name: one.person.name })
                      : t("meetings.call_named", { name: one.person.name })
                  }
                  onPress={() => (put ? answer(one) : onCall(one.id))}
                >
                  {put ? t("screen.answer") : t("meetings.call")}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      {answering && (
        <Grant meeting={meeting} item={item} attendance={attendance} answers={answering} onClose={() => answer(null)} />
      )}
    </>
  );
}

/** Everybody who is there. */
export function presentOf(attendance: Attendance | undefined) {
  return [
    ...(attendance?.seats.filter((seat) => seat.manner).map((seat) => seat.person) ?? []),
    ...(attendance?.others.map((other) => other.person) ?? []),
  ];
}

/** Gives the floor to somebody who has not asked for it, also to answer a question. */
export function Grant({
  meeting,
  item,
  attendance,
  answers,
  onClose,
}: {
  meeting: Meeting;
  item: Item;
  attendance: Attendance | undefined;
  answers?: Speech;
  onClose: () => void;
}) {
  const people = presentOf(attendance);
  const [person, setPerson] = useState<string | null>(null);
  const [minutes, setMinutes] = useState("5");
  const grant = useAct<void, Floor>(meeting.id, "floor", `/api/items/${item.id}/floor`, {
    body: () => ({
      person: person ?? "",
      kind: answers ? "reply" : "speech",
      answers: answers?.id ?? "",
      seconds: Number(minutes) * 60,
    }),
    onDone: onClose,
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(answers ? "screen.answer" : "screen.grant")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!person}
            pending={grant.isPending && t("state.sending")}
            onPress={() => grant.mutate()}
          >
            {t("meetings.call")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={grant.error} />
      {answers && (
        <p lang="">
          {answers.person.name}: {answers.subject}
        </p>
      )}
      <Select
        label={t("screen.grant_who")}
        options={people.map((one) => ({ value: one.id, label: one.name }))}
        value={person}
        onChange={setPerson}
      />
      <Select
        label={t("meetings.call_limit")}
        options={["0", "3", "5", "10"].map((one) => ({
          value: one,
          label: one === "0" ? t("meetings.call_no_limit") : t("meetings.call_minutes", { minutes: one }),
        }))}
        value={minutes}
        onChange={setMinutes}
      />
    </Dialog>
  );
}

/** What is asked, before the question joins the queue. */
export function AskQuestion({
  error,
  busy,
  onAsk,
  onClose,
}: {
  error: unknown;
  busy: boolean;
  onAsk: (subject: string) => void;
  onClose: () => void;
}) {
  const [subject, setSubject] = useState("");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("meetings.ask_inquiry")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!subject.trim()}
            pending={busy && t("state.sending")}
            onPress={() => onAsk(subject.trim())}
          >
            {t("screen.question_ask")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={error} />
      <TextArea
        label={t("screen.question")}
        hint={t("screen.question_hint")}
        name="subject"
        value={subject}
        onChange={setSubject}
        maxLength={1000}
        rows={3}
      />
    </Dialog>
  );
}
