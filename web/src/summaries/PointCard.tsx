/** A point of the approved table: who said what, its answer, and what whoever looks at it may do. */
import { memo } from "react";
import { useTyped } from "../api/typed.ts";
import { formatDateTime } from "../i18n/format.ts";
import { type Language, type PlainKey, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Banner, StateTag } from "../ui/Status.tsx";
import { AnswerForm, answerOf } from "./AnswerForm.tsx";
import { CheckForm, checkOf } from "./CheckForm.tsx";
import type { Point, Reply } from "./types.ts";
import { Stance } from "./words.tsx";

interface Props {
  id: string;
  point: Point;
  /** In which the card is written: it is drawn again where that is another. */
  language: Language;
  answers: boolean;
  checks: boolean;
  /** Its answer is being written. */
  open: boolean;
  /** A remark on its answer is typed and not sent. */
  remarked: boolean;
  onOpen: (point: string) => void;
  onDone: (point: string) => void;
}

/** Of many points few change at a time. */
export const PointCard = memo(function PointCard(props: Props) {
  const { id, point, answers, checks, open, remarked, onOpen, onDone } = props;
  const { reply } = point;
  const passed = reply?.check === "passed";
  const judging = checks && reply?.check === "";
  return (
    <li className="synth-row answer-point stack-tight" tabIndex={-1} data-point={point.id}>
      <span className="synth-point-head">
        <strong>{point.who || t("synth.who_hidden")}</strong>
        <Stance stance={point.stance} />
      </span>
      {point.quotes.map((quote) => (
        <p key={quote.sentence}>{quote.text}</p>
      ))}
      {reply && <Said reply={reply} />}
      {answers && open && !passed && <AnswerForm id={id} point={point} onDone={() => onDone(point.id)} />}
      {answers && open && passed && <Leftover thing={answerOf(id, point.id)} why="answers.passed_meanwhile" />}
      {answers && !open && !passed && (
        <div className="row no-print">
          <Button onPress={() => onOpen(point.id)}>{t(reply ? "answers.rewrite" : "answers.write")}</Button>
        </div>
      )}
      {judging && <CheckForm id={id} point={point} reply={reply} />}
      {checks && !judging && remarked && <Leftover thing={checkOf(id, point.id)} why="answers.checked_meanwhile" />}
    </li>
  );
});

function Said({ reply }: { reply: Reply }) {
  return (
    <div className="synth-said stack-tight">
      <p className="synth-words">
        <strong>{t(`synth.${reply.decision}`)}:</strong> {reply.text}
      </p>
      <p className="soft small">{t("answers.stored", { name: reply.by, at: formatDateTime(reply.at) })}</p>
      {reply.check === "passed" && <StateTag tone="good">{t("synth.passed")}</StateTag>}
      {reply.check === "sent_back" && (
        <>
          <StateTag tone="bad">{t("synth.sent_back")}</StateTag>
          <p className="synth-words">{t("synth.sent_back_why", { remark: reply.remark })}</p>
        </>
      )}
      {reply.check === "" && <StateTag tone="active">{t("synth.unchecked")}</StateTag>}
    </div>
  );
}

/** What was typed for something that can no longer be written: it stays until it is dropped. */
export function Leftover({ thing, why }: { thing: string; why: PlainKey }) {
  const [typed, keep] = useTyped<{ text: string } | null>(thing, null);
  if (!typed) return null;
  return (
    <div className="stack-tight" role="status">
      <Banner
        tone="warn"
        title={t(why)}
        action={<Button onPress={() => keep(undefined)}>{t("answers.drop")}</Button>}
      />
      {typed.text !== "" && <TextArea label={t("answers.typing")} value={typed.text} isReadOnly rows={3} />}
    </div>
  );
}
