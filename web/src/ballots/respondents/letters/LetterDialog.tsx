/** One line: whose it is, which letter, and what it says; each change is kept at once. */
import { useState } from "react";
import { formatDeadline } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { DatePicker } from "../../../ui/DatePicker.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Banner } from "../../../ui/Status.tsx";
import type { Matrix } from "../../desk/ballot.ts";
import { mayRecord } from "../../desk/control/seats.ts";
import { Editor } from "../../parts/Editor.tsx";
import type { Ballot } from "../../parts/types.ts";
import { type Edit, offered, type Row } from "./letters.ts";
import { whyText } from "./words.ts";

export function LetterDialog({
  ballot,
  matrix,
  row,
  edit,
  onChange,
  onClose,
}: {
  ballot: Ballot;
  matrix: Matrix;
  row: Row;
  edit: Edit;
  onChange: (edit: Edit) => void;
  onClose: () => void;
}) {
  const { line } = row;
  // Whom the letter may be of stands first, in the order it had when the window was opened.
  const [first] = useState(() => offered(row, ballot, matrix));
  const rest = matrix.rows.filter(
    (seat) => !first.includes(seat) && (mayRecord(ballot.state, seat) || seat.seat === row.seat),
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      wide
      title={`${t("letters.line", { number: line.no })}: ${line.name || line.number || t("letters.line_no_name")}`}
      actions={
        <Button variant="primary" onPress={onClose}>
          {t("letters.done")}
        </Button>
      }
    >
      <div className="stack">
        {row.refused && <Banner tone="bad" title={row.refused} />}
        {row.why.length > 0 && (
          <Banner tone="warn">
            <ul className="plain-list">
              {row.why.map((why, index) => (
                <li key={index}>{whyText(why, matrix)}</li>
              ))}
            </ul>
          </Banner>
        )}
        <Select
          name="seat"
          label={t("letters.respondent")}
          hint={t("letters.respondent_hint", {
            name: line.name || line.number || t("letters.line_no_name"),
            table: line.table,
            number: line.row,
          })}
          options={[...first, ...rest].map((seat) => ({
            value: String(seat.seat),
            label: `${seat.seat}. ${seat.member.name}`,
          }))}
          value={row.seat > 0 ? String(row.seat) : null}
          onChange={(seat) => onChange({ seat: Number(seat) })}
        />
        <TextField
          name="line-letter"
          label={t("letters.letter")}
          hint={t("letters.letter_hint")}
          maxLength={300}
          value={edit.letter ?? line.letter}
          onChange={(letter) => onChange({ letter })}
        />
        <DatePicker
          name="line-received"
          label={t("letters.received_own")}
          hint={t("desk.received_hint", { at: formatDeadline(ballot.deadline?.at) })}
          optional
          withTime
          value={edit.received ?? ""}
          onChange={(received) => onChange({ received })}
        />
        <p className="soft">{t("letters.scan_hint")}</p>
        <Editor
          questions={ballot.questions}
          content={row.content}
          onChange={(content) => onChange({ content })}
          error={() => undefined}
          filesPath={`/api/ballots/${ballot.id}/scans`}
          reserves={false}
        />
      </div>
    </Dialog>
  );
}
