/** What was understood of a table, line by line; what is ready is recorded, the rest stays to be looked at. */
import { FileX2, Pencil } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { formatBytes, formatDeadline } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { AnswerMark } from "../../../ui/Answer.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Checkbox } from "../../../ui/Choice.tsx";
import { DatePicker } from "../../../ui/DatePicker.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { EmptyState, Page } from "../../../ui/Page.tsx";
import { Banner, Progress, StateTag } from "../../../ui/Status.tsx";
import { Table } from "../../../ui/Table.tsx";
import type { Matrix } from "../../desk/ballot.ts";
import { ActDialog } from "../../desk/control/ActDialog.tsx";
import type { Ballot } from "../../parts/types.ts";
import { choiceText, toneOf } from "../../parts/words.ts";
import { LetterDialog } from "./LetterDialog.tsx";
import { countOf, type Draft, type Edit, edited, type Letters, offered, type Row, rowsOf, termed } from "./letters.ts";
import { useRecording } from "./useRecording.ts";
import { whyText } from "./words.ts";

export function Review({
  head,
  ballot,
  matrix,
  letters,
  draft,
  onChange,
  onOther,
}: {
  head: Omit<ComponentProps<typeof Page>, "children">;
  ballot: Ballot;
  matrix: Matrix;
  letters: Letters;
  draft: Draft;
  onChange: (next: (draft: Draft) => Draft) => void;
  onOther: () => void;
}) {
  const [lookOnly, setLookOnly] = useState(false);
  const [editing, edit] = useState(0);
  const [asking, ask] = useState<"" | "record" | "other">("");
  const recording = useRecording(ballot, letters, onChange);
  const rows = rowsOf(letters, draft, ballot, matrix);
  const ready = [...rows.filter((row) => row.state === "unsure"), ...rows.filter((row) => row.state === "ready")];
  const look = countOf(rows, "look");
  const needsTime = ready.some((row) => row.state === "ready" && row.received === "");
  const shown = lookOnly ? rows.filter((row) => row.state === "look") : rows;
  const busy = recording.progress !== null;
  const change = (no: number, change: Edit) => onChange((draft) => edited(draft, no, change));
  const names = new Map(matrix.rows.map((row) => [row.seat, row.member.name]));
  const line = rows.find((row) => row.line.no === editing);
  return (
    <Page
      {...head}
      actions={
        <>
          <span className="send-state soft">{needsTime && ready.length > 0 && t("letters.need_received")}</span>
          <Button icon={<FileX2 aria-hidden />} isDisabled={busy} onPress={() => ask("other")}>
            {t("letters.other_file")}
          </Button>
          <Button
            variant="primary"
            isDisabled={ready.length === 0 || needsTime}
            pending={busy && t("letters.recording")}
            onPress={() => ask("record")}
          >
            {t("letters.record", { count: ready.length })}
          </Button>
        </>
      }
    >
      {recording.progress && (
        <div className="stack-tight">
          <Progress label={t("letters.recording")} done={recording.progress.done} total={recording.progress.total} />
          <div className="row">
            <Button onPress={recording.stop}>{t("letters.stop")}</Button>
          </div>
        </div>
      )}
      {recording.error && <Banner tone="bad" title={recording.error} />}
      {recording.told && (
        <Banner
          tone={recording.told.refused > 0 ? "warn" : "good"}
          title={
            recording.told.refused > 0
              ? t("letters.told", { count: recording.told.done, number: recording.told.refused })
              : t("letters.told_all", { count: recording.told.done })
          }
        >
          {recording.told.stopped && <p>{t("letters.stopped")}</p>}
          {recording.told.refused > 0 && <p>{t("letters.told_refused")}</p>}
        </Banner>
      )}
      <File letters={letters} ballot={ballot} />
      <div className="letters-terms">
        <DatePicker
          name="received"
          label={t("letters.received")}
          hint={t("letters.received_hint", { at: formatDeadline(ballot.deadline?.at) })}
          withTime
          value={draft.received}
          isDisabled={busy}
          onChange={(received) => onChange((draft) => termed(draft, { received }))}
        />
        <TextField
          name="letter"
          label={t("letters.letter_all")}
          hint={t("letters.letter_hint")}
          optional
          maxLength={300}
          value={draft.letter}
          isDisabled={busy}
          onChange={(letter) => onChange((draft) => termed(draft, { letter }))}
        />
      </div>
      <div className="row-between">
        <p>
          <strong>{t("letters.counts", { number: ready.length, count: look, total: countOf(rows, "done") })}</strong>
        </p>
        <Checkbox isSelected={lookOnly} onChange={setLookOnly}>
          {t("letters.look_only")}
        </Checkbox>
      </div>
      <Table
        caption={t("letters.lines")}
        hideCaption
        rows={shown}
        rowKey={(row) => String(row.line.no)}
        empty={
          rows.length === 0 ? (
            <EmptyState title={t("letters.no_lines")}>{t("letters.no_lines_lead")}</EmptyState>
          ) : (
            <EmptyState title={t("letters.look_none")}>{t("letters.look_none_lead")}</EmptyState>
          )
        }
        columns={[
          {
            key: "who",
            header: t("letters.col_who"),
            rowHeader: true,
            cell: (row) => (
              <Who row={row} name={names.get(row.seat)} busy={busy} onOut={(out) => change(row.line.no, { out })} />
            ),
          },
          { key: "said", header: t("letters.col_said"), cell: (row) => <Said row={row} ballot={ballot} /> },
          {
            key: "state",
            header: t("letters.col_state"),
            cell: (row) => (
              <State
                row={row}
                ballot={ballot}
                matrix={matrix}
                busy={busy}
                onIs={(seat) => change(row.line.no, { seat })}
              />
            ),
          },
          {
            key: "acts",
            header: t("desk.col_acts"),
            kind: "fit",
            cell: (row) =>
              row.state !== "done" &&
              row.state !== "unsure" && (
                <Button
                  icon={<Pencil aria-hidden />}
                  isDisabled={busy}
                  aria-label={t("letters.edit_of", { number: row.line.no })}
                  onPress={() => edit(row.line.no)}
                >
                  {t("letters.edit")}
                </Button>
              ),
          },
        ]}
      />
      <Blank letters={letters} />
      {line && (
        <LetterDialog
          ballot={ballot}
          matrix={matrix}
          row={line}
          edit={draft.edits[line.line.no] ?? {}}
          onChange={(next) => change(line.line.no, next)}
          onClose={() => edit(0)}
        />
      )}
      <ActDialog
        title={t("letters.record_title", { count: ready.length })}
        isOpen={asking === "record"}
        onClose={() => ask("")}
        act={t("letters.record", { count: ready.length })}
        error={null}
        pending={false}
        onSubmit={() => {
          ask("");
          void recording.record(ready, matrix, draft.trying);
        }}
      >
        <p>{t(ballot.state === "open" ? "letters.record_open" : "letters.record_closed")}</p>
        {look > 0 && <p>{t("letters.record_rest", { count: look })}</p>}
        <p className="soft">{t("letters.record_file", { name: letters.file.name })}</p>
      </ActDialog>
      <ActDialog
        title={t("letters.other_title")}
        isOpen={asking === "other"}
        danger
        onClose={() => ask("")}
        act={t("letters.other_file")}
        error={null}
        pending={false}
        onSubmit={onOther}
      >
        <p>{t("letters.other_lead")}</p>
      </ActDialog>
    </Page>
  );
}

/** The file, and which of its columns were understood. */
function File({ letters, ballot }: { letters: Letters; ballot: Ballot }) {
  const read = letters.headings.filter((one) => one.as !== "").length;
  const not = letters.headings.length - read;
  const number = (key: string) => ballot.questions.findIndex((one) => one.key === key) + 1;
  return (
    <div className="stack-tight">
      <p>
        <strong>{letters.file.name}</strong> <span className="soft">{formatBytes(letters.file.size)}</span>
      </p>
      {letters.headings.length > 0 && (
        <details className="desk-details">
          <summary>
            {not > 0 ? t("letters.columns", { count: read, number: not }) : t("letters.columns_all", { count: read })}
          </summary>
          <ul className="letters-columns">
            {letters.headings.map((one, index) => {
              const what = t(`letters.as_${one.as || "none"}`);
              return (
                <li key={index} className={one.as === "" ? "soft" : undefined}>
                  <strong>{one.text}</strong>:{" "}
                  {one.question && ballot.questions.length > 1
                    ? t("letters.as_of", { what, number: number(one.question) })
                    : what}
                </li>
              );
            })}
          </ul>
        </details>
      )}
      {letters.unread.length > 0 && <p className="soft">{t("letters.unread", { names: letters.unread.join(", ") })}</p>}
    </div>
  );
}

function Blank({ letters }: { letters: Letters }) {
  const blank = letters.lines.filter((line) => line.blank);
  if (blank.length === 0) return null;
  return (
    <details className="desk-details">
      <summary>{t("letters.blank", { count: blank.length })}</summary>
      <p className="soft">{t("letters.blank_lead")}</p>
      <ul className="letters-columns">
        {blank.map((line) => (
          <li key={line.no}>{line.name || line.number}</li>
        ))}
      </ul>
    </details>
  );
}

function Who({
  row,
  name,
  busy,
  onOut,
}: {
  row: Row;
  name: string | undefined;
  busy: boolean;
  onOut: (out: boolean) => void;
}) {
  const { line } = row;
  const words = (
    <>
      {t("letters.line", { number: line.no })}: {line.name || line.number || t("letters.line_no_name")}
      {name && name !== line.name && (
        <span className="option-note">
          → <span className="number">{row.seat}.</span> {name}
        </span>
      )}
      <span className="option-note">{row.letter || t("letters.no_letter_shown")}</span>
    </>
  );
  if (row.state === "done" || row.state === "unsure") return words;
  return (
    <Checkbox isSelected={row.state !== "out"} isDisabled={busy} onChange={(on) => onOut(!on)}>
      {words}
      <span className="visually-hidden"> {t("letters.take")}</span>
    </Checkbox>
  );
}

function Said({ row, ballot }: { row: Row; ballot: Ballot }) {
  return (
    <ol className="letters-said">
      {ballot.questions.map((question) => {
        const opinion = row.content.opinions.find((one) => one.question === question.key);
        const choice = opinion?.choice ?? "";
        return (
          <li key={question.key}>
            <AnswerMark tone={toneOf(choice)}>{choiceText(question, choice)}</AnswerMark>
            {opinion?.text && <p className="letters-text">{opinion.text}</p>}
          </li>
        );
      })}
    </ol>
  );
}

const tones = { ready: "active", unsure: "warn", look: "warn", out: "neutral", done: "good" } as const;

function State({
  row,
  ballot,
  matrix,
  busy,
  onIs,
}: {
  row: Row;
  ballot: Ballot;
  matrix: Matrix;
  busy: boolean;
  onIs: (seat: number) => void;
}) {
  const may = row.state === "look" && row.seat === 0 ? offered(row, ballot, matrix).slice(0, 2) : [];
  return (
    <div className="stack-tight">
      {row.refused && row.state !== "out" ? (
        <>
          <StateTag tone="bad">{t("letters.state_refused")}</StateTag>
          <span className="respondent-wrong">{row.refused}</span>
        </>
      ) : (
        <StateTag tone={tones[row.state]}>{t(`letters.state_${row.state}`)}</StateTag>
      )}
      {row.state === "unsure" && !busy && <span>{t("letters.unsure")}</span>}
      {row.why.map((why, index) => (
        <span key={index}>{whyText(why, matrix)}</span>
      ))}
      {may.map((seat) => (
        <Button key={seat.seat} isDisabled={busy} onPress={() => onIs(seat.seat)}>
          {t("letters.is", { name: seat.member.name })}
        </Button>
      ))}
    </div>
  );
}
