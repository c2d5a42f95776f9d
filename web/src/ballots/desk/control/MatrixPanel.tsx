/** Members by questions, live: the state of each seat in an icon and a word, choices where they may be seen. */
import {
  CheckCircle2,
  CircleDashed,
  CircleSlash2,
  ClipboardPenLine,
  Hourglass,
  LogOut,
  MinusCircle,
  ShieldQuestion,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { formatDateTime } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { AnswerMark } from "../../../ui/Answer.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Checkbox } from "../../../ui/Choice.tsx";
import { Menu, type MenuAct } from "../../../ui/Menu.tsx";
import { EmptyState } from "../../../ui/Page.tsx";
import { StateTag } from "../../../ui/Status.tsx";
import type { Ballot } from "../../parts/types.ts";
import { choiceText, toneOf } from "../../parts/words.ts";
import { AnsweredBar } from "../AnsweredBar.tsx";
import type { Matrix, Seat } from "../ballot.ts";
import { questionTitle } from "../words.ts";
import { Remind } from "./Control.tsx";
import { OnBehalf } from "./OnBehalf.tsx";
import { Recusal } from "./Recusal.tsx";
import { SeatChange } from "./SeatChange.tsx";
import { Second } from "./Second.tsx";
import { mayPass, mayRecord, mayRecuse, type SeatState, shownSeats, stillSilent } from "./seats.ts";

type Asking = { what: "behalf" | "seat" | "recusal" | "second" | "late"; seat: number } | null;

export function MatrixPanel({ ballot, matrix, conducts }: { ballot: Ballot; matrix: Matrix; conducts: boolean }) {
  const [silentOnly, setSilentOnly] = useState(false);
  const [picked, pick] = useState<number[]>([]);
  const [asking, ask] = useState<Asking>(null);
  const chosen = stillSilent(matrix, picked);
  const shown = shownSeats(matrix, silentOnly);
  const asked = matrix.rows.find((row) => row.seat === asking?.seat);
  const pending = matrix.rows.filter((row) => row.pending);
  const close = () => ask(null);
  const consults = ballot.kind === "consultation";
  return (
    <section className="section">
      <div className="row-between">
        <div className="matrix-head">
          <h2>{t(consults ? "consult.matrix" : "desk.matrix")}</h2>
          <AnsweredBar answered={matrix.answered} total={matrix.total} note={tally(matrix)} />
        </div>
        <div className="row">
          {conducts && chosen.length > 0 && (
            <Remind ballot={ballot} matrix={matrix} seats={chosen} chosen onDone={() => pick([])} />
          )}
          <Checkbox isSelected={silentOnly} onChange={setSilentOnly}>
            {t("desk.silent_only")}
          </Checkbox>
        </div>
      </div>
      {pending.length > 0 && conducts && (
        <ul className="pending-list plain-list">
          {pending.map((row) => (
            <li key={row.seat} className="banner banner-warn">
              <ShieldQuestion aria-hidden size={22} />
              <span className="banner-text">{t("desk.second_waits", { name: row.member.name })}</span>
              <Button onPress={() => ask({ what: "second", seat: row.seat })}>{t("desk.second_open")}</Button>
            </li>
          ))}
        </ul>
      )}
      {matrix.choices && ballot.questions.length > 1 && (
        <ol className="matrix-questions small">
          {ballot.questions.map((question) => (
            <li key={question.key}>{question.text}</li>
          ))}
        </ol>
      )}
      {shown.length === 0 ? (
        <EmptyState title={t(consults ? "consult.silent_all" : "desk.silent_none")}>
          {t("desk.silent_none_lead")}
        </EmptyState>
      ) : (
        <Grid
          ballot={ballot}
          matrix={matrix}
          rows={shown}
          conducts={conducts}
          picked={chosen}
          onPick={pick}
          onAsk={ask}
        />
      )}
      {conducts && (
        <>
          <OnBehalf ballot={ballot} seat={asked} isOpen={asking?.what === "behalf"} onClose={close} />
          <Recusal ballot={ballot} seat={asked} isOpen={asking?.what === "recusal"} onClose={close} />
          <SeatChange ballot={ballot} matrix={matrix} seat={asked} isOpen={asking?.what === "seat"} onClose={close} />
        </>
      )}
      <Second
        ballot={ballot}
        seat={asked}
        what={asking?.what === "late" ? "late" : "second"}
        isOpen={asking?.what === "second" || asking?.what === "late"}
        onClose={close}
      />
    </section>
  );
}

/** "2 ghi thay, 1 không tham gia": what is not told by the bar. */
function tally(matrix: Matrix): string {
  const count = (...states: SeatState[]) => matrix.rows.filter((row) => states.includes(row.state)).length;
  const parts: string[] = [];
  const add = (key: "desk.deemed" | "desk.some_behalf" | "desk.some_recused" | "desk.some_vacated", number: number) =>
    number > 0 && parts.push(t(key, { count: number }));
  add("desk.deemed", count("deemed"));
  add("desk.some_behalf", count("on_behalf", "on_behalf_unconfirmed"));
  add("desk.some_recused", count("recused"));
  add("desk.some_vacated", count("vacated"));
  return parts.join(", ");
}

function Grid({
  ballot,
  matrix,
  rows,
  conducts,
  picked,
  onPick,
  onAsk,
}: {
  ballot: Ballot;
  matrix: Matrix;
  rows: Seat[];
  conducts: boolean;
  picked: number[];
  onPick: (seats: number[]) => void;
  onAsk: (asking: Asking) => void;
}) {
  const reminds = conducts && ballot.state === "open";
  const acts = conducts && (ballot.state === "open" || ballot.state === "closed");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region matrix-region" aria-label={t("desk.matrix")} tabIndex={0}>
      <table className="table matrix desk-matrix">
        <caption className="visually-hidden">{t("desk.matrix")}</caption>
        <thead>
          <tr>
            <th scope="col">{t(ballot.kind === "consultation" ? "consult.respondent" : "desk.member")}</th>
            <th scope="col">{t("desk.col_state")}</th>
            {matrix.choices &&
              ballot.questions.map((question, index) => (
                <th key={question.key} scope="col">
                  {ballot.questions.length > 1
                    ? t("desk.question", { number: index + 1 })
                    : questionTitle(ballot.questions, 0)}
                </th>
              ))}
            {acts && <th scope="col">{t("desk.col_acts")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seat}>
              <th scope="row">
                <Who
                  row={row}
                  {...(reminds && row.state === "waiting"
                    ? {
                        picked: picked.includes(row.seat),
                        onPick: (on: boolean) =>
                          onPick(on ? [...picked, row.seat] : picked.filter((one) => one !== row.seat)),
                      }
                    : {})}
                />
              </th>
              <td>
                <SeatMark row={row} silence={ballot.profile?.silence} />
              </td>
              {matrix.choices &&
                ballot.questions.map((question) => <Cell key={question.key} row={row} question={question} />)}
              {acts && (
                <td>
                  <RowMenu ballot={ballot} row={row} onAsk={onAsk} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Who({ row, picked, onPick }: { row: Seat; picked?: boolean; onPick?: (on: boolean) => void }) {
  const name = (
    <>
      <span className="number seat-no">{row.seat}.</span> {row.member.name}{" "}
      {row.tie_mark && <StateTag>{t("desk.tie_mark")}</StateTag>}
      <span className="option-note">{row.posts.join("; ")}</span>
    </>
  );
  if (!onPick) return name;
  return (
    <Checkbox isSelected={picked ?? false} onChange={onPick}>
      {name}
      <span className="visually-hidden"> {t("desk.pick_to_remind")}</span>
    </Checkbox>
  );
}

const marks: Record<SeatState, { icon: typeof CheckCircle2; tone: string }> = {
  waiting: { icon: Hourglass, tone: "wait" },
  answered: { icon: CheckCircle2, tone: "done" },
  deemed: { icon: CircleDashed, tone: "soft" },
  on_behalf: { icon: ClipboardPenLine, tone: "done" },
  on_behalf_unconfirmed: { icon: ClipboardPenLine, tone: "wait" },
  recused: { icon: MinusCircle, tone: "soft" },
  vacated: { icon: LogOut, tone: "soft" },
  not_answered: { icon: CircleSlash2, tone: "soft" },
};

function SeatMark({ row, silence }: { row: Seat; silence: string | undefined }) {
  const { icon: Icon, tone } = marks[row.state];
  const notes: ReactNode[] = [];
  if (row.answered_at && row.state !== "deemed")
    notes.push(<span className="number">{formatDateTime(row.answered_at)}</span>);
  if (row.revision > 1 && row.state === "answered") notes.push(t("desk.revision", { count: row.revision }));
  if (row.reserved) notes.push(t("desk.reserves"));
  if (row.late) notes.push(t("desk.late_mark"));
  return (
    <span className={`seat-mark seat-${tone}`}>
      <Icon aria-hidden size={18} />
      <span>
        {row.state === "deemed"
          ? t(silence === "abstention" ? "answer.deemed_abstain" : "answer.deemed")
          : t(`desk.seat_${row.state}`)}
        {notes.map((note, index) => (
          <span key={index} className="option-note">
            {note}
          </span>
        ))}
      </span>
    </span>
  );
}

function Cell({ row, question }: { row: Seat; question: Ballot["questions"][number] }) {
  const cell = row.cells.find((one) => one.question === question.key);
  if (!cell?.choice) return <td className="soft">–</td>;
  const deemed = row.state === "deemed" && cell.choice === "agree";
  return (
    <td className="desk-cell">
      <AnswerMark tone={deemed ? "deemed" : toneOf(cell.choice)}>
        {deemed ? t("answer.deemed") : choiceText(question, cell.choice)}
      </AnswerMark>
      {cell.class && <span className="option-note">{t(`desk.classed_${cell.class}`)}</span>}
      {cell.text && <span className="option-note cell-text">{cell.text}</span>}
      {cell.points > 0 && <span className="option-note">{t("desk.points", { count: cell.points })}</span>}
    </td>
  );
}

function RowMenu({ ballot, row, onAsk }: { ballot: Ballot; row: Seat; onAsk: (asking: Asking) => void }) {
  const acts: MenuAct[] = [];
  if (mayRecord(ballot.state, row)) {
    acts.push({ key: "behalf", label: t("desk.behalf"), onAction: () => onAsk({ what: "behalf", seat: row.seat }) });
  }
  if (row.pending) {
    acts.push({
      key: "second",
      label: t("desk.second_open"),
      onAction: () => onAsk({ what: "second", seat: row.seat }),
    });
  }
  if (row.late) {
    acts.push({ key: "late", label: t("desk.late_open"), onAction: () => onAsk({ what: "late", seat: row.seat }) });
  }
  if (ballot.kind !== "consultation" && mayPass(ballot.state, row)) {
    acts.push({ key: "seat", label: t("desk.seat_change"), onAction: () => onAsk({ what: "seat", seat: row.seat }) });
  }
  if (ballot.kind !== "consultation" && mayRecuse(ballot.state, row)) {
    acts.push({ key: "recusal", label: t("desk.recusal"), onAction: () => onAsk({ what: "recusal", seat: row.seat }) });
  }
  if (acts.length === 0) return null;
  return (
    <Menu label={t("desk.acts_of", { name: row.member.name })} acts={acts}>
      {t("desk.acts")}
    </Menu>
  );
}
