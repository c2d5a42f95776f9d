/**
 * The drafter's answer to a point. What somebody else writes meanwhile is taken over where
 * nothing was typed; else it is told, and what was typed stays, also when the screen is left.
 */
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useTyped } from "../api/typed.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { isLost } from "./answers.ts";
import { useAnswer } from "./calls.ts";
import type { Point, Reply } from "./types.ts";

const stored = (reply: Reply | undefined) => ({
  rev: reply?.rev ?? 0,
  decision: reply?.decision ?? null,
  text: reply?.text ?? "",
});

/** The name under which an answer that is not sent is kept. */
export const answerOf = (id: string, point = "") => `answer ${id} ${point}`;

interface Props {
  id: string;
  point: Point;
  onDone: () => void;
}

export function AnswerForm({ id, point, onDone }: Props) {
  const now = stored(point.reply);
  const [typed, keep] = useTyped<ReturnType<typeof stored> | null>(answerOf(id, point.id), null);
  const send = useAnswer(id, () => {
    keep(undefined);
    onDone();
  });
  const [leaving, setLeaving] = useState(false);
  const leave = () => {
    keep(undefined);
    onDone();
  };
  const { rev, decision, text } = typed ?? now;
  const moved = rev !== now.rev && !send.isPending;
  const what = !point.reply
    ? "answers.point_changed"
    : point.reply.check === "sent_back" && now.rev === rev + 1 // the answer itself is the same
      ? "answers.sent_back_meanwhile"
      : "versions.answer_meanwhile";
  const change = (part: Partial<ReturnType<typeof stored>>) => {
    const next = { rev, decision, text, ...part };
    const same = !moved && next.decision === now.decision && next.text === now.text;
    keep(same ? undefined : next);
  };
  const stale = send.error instanceof Problem && send.error.stale;
  return (
    <div className="stack-tight">
      {!stale && <ErrorSummary error={send.error} />}
      <div role="status">
        {moved && (
          <Banner
            tone="warn"
            title={t(what)}
            action={
              <div className="answer-either">
                <Button onPress={() => keep({ rev: now.rev, decision, text })}>{t("versions.looked")}</Button>
                <Button variant="quiet" onPress={() => keep(undefined)}>
                  {t("answers.drop")}
                </Button>
              </div>
            }
          />
        )}
      </div>
      <RadioGroup
        label={t("synth.decision")}
        options={[
          { value: "accepted", label: t("synth.accepted") },
          { value: "explained", label: t("synth.explained") },
        ]}
        value={decision}
        onChange={(next) => change({ decision: next as "accepted" | "explained" })}
      />
      <TextArea
        label={t("synth.answer")}
        hint={moved ? t("answers.typing") : undefined}
        value={text}
        isReadOnly={send.isPending} // what is typed meanwhile would go with what is sent
        onChange={(next) => change({ text: next })}
        maxLength={5000}
        rows={3}
      />
      <div className="row">
        <Button
          pending={send.isPending && t("synth.sending")}
          isDisabled={!decision || text.trim() === "" || moved}
          onPress={() => decision && send.mutate({ point: point.id, rev, decision, text: text.trim() })}
        >
          {t("synth.answer_save")}
        </Button>
        <Button
          variant="quiet"
          isDisabled={send.isPending}
          onPress={() => (isLost(text, now.text) ? setLeaving(true) : leave())}
        >
          {t("act.cancel")}
        </Button>
      </div>
      {leaving && (
        <Dialog
          isOpen
          alert
          onClose={() => setLeaving(false)}
          title={t("answers.leave_title")}
          actions={
            <>
              <Button onPress={() => setLeaving(false)}>{t("answers.leave_not")}</Button>
              <Button variant="danger" onPress={leave}>
                {t("answers.drop")}
              </Button>
            </>
          }
        >
          <p>{t(point.reply ? "answers.leave_stored" : "answers.leave_none")}</p>
        </Dialog>
      )}
    </div>
  );
}
