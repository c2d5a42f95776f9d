/** The rows of the table with their points, and what an analyst does to a row. */
import { useState } from "react";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import type { useEdit } from "./calls.ts";
import { GistActs, Gists } from "./Gists.tsx";
import type { Chosen } from "./SourcePane.tsx";
import type { Edit, Review, Row } from "./types.ts";
import { rowName, Stance, stanceText } from "./words.tsx";

interface Props {
  view: Review;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  edits: boolean;
  edit: ReturnType<typeof useEdit>;
}

export function Rows(props: Props) {
  if (props.view.rows.length === 0) {
    return <EmptyState title={t("synth.row_none")}>{t("synth.row_none_lead")}</EmptyState>;
  }
  return (
    <ul className="plain-list stack">
      {props.view.rows.map((row) => (
        <li key={row.id}>
          <OneRow row={row} {...props} />
        </li>
      ))}
    </ul>
  );
}

function OneRow({ row, view, chosen, onChoose, edits, edit }: Props & { row: Row }) {
  const [picked, setPicked] = useState<string[]>([]);
  const [window, setWindow] = useState<"" | "word" | "merge" | "split">("");
  const close = () => setWindow("");
  const send = (act: Omit<Edit, "row" | "seen">) =>
    edit.mutate(
      { ...act, row: row.id, seen: row.rev },
      {
        onSuccess: () => {
          close();
          setPicked([]);
        },
      },
    );
  const open = row.points.filter((point) => !point.filed).map((point) => point.id);
  const pending = edit.isPending && t("synth.sending");
  return (
    <article className="synth-row stack-tight">
      <h3>{rowName(row)}</h3>
      <p className="soft small">
        {row.counts.map((count) => `${stanceText(count.stance)}: ${pick(count.text.vi, count.text.en)}`).join("; ")}
      </p>
      <Gists row={row} approved={view.approved} chosen={chosen} onChoose={onChoose} />
      <ul className="plain-list stack-tight">
        {row.points.map((point) => {
          const who = point.who || t("synth.who_hidden");
          return (
            <li key={point.id} className="synth-point">
              <span className="synth-point-head">
                {edits && (
                  <Checkbox
                    isSelected={picked.includes(point.id)}
                    onChange={(on) => setPicked(on ? [...picked, point.id] : picked.filter((id) => id !== point.id))}
                  >
                    <span className="visually-hidden">{t("synth.pick_point", { who })}</span>
                  </Checkbox>
                )}
                <span>{who}</span>
                <Stance stance={point.stance} />
                {point.filed && <span className="soft small">{t("synth.confirmed")}</span>}
              </span>
              {point.quotes.map((quote) => (
                <button
                  key={quote.sentence}
                  type="button"
                  className="synth-sentence"
                  aria-pressed={chosen?.sentence === quote.sentence && chosen.row === row.id}
                  onClick={() => onChoose({ sentence: quote.sentence, row: row.id })}
                >
                  {quote.text}
                </button>
              ))}
            </li>
          );
        })}
      </ul>
      {edits && (
        <div className="row no-print">
          <Button variant="quiet" onPress={() => setWindow("word")}>
            {t("synth.rename")}
          </Button>
          {view.rows.length > 1 && (
            <Button variant="quiet" onPress={() => setWindow("merge")}>
              {t("synth.merge")}
            </Button>
          )}
          {picked.length > 0 && (
            <Button variant="quiet" onPress={() => setWindow("split")}>
              {t("synth.split", { count: picked.length })}
            </Button>
          )}
          <GistActs row={row} edit={edit} />
          {open.length > 0 && (
            <Button variant="quiet" pending={pending} onPress={() => send({ act: "confirm", points: open })}>
              {t("synth.confirm")}
            </Button>
          )}
          {row.points.length === 0 && (
            <Button variant="quiet" pending={pending} onPress={() => send({ act: "drop" })}>
              {t("synth.drop")}
            </Button>
          )}
        </div>
      )}
      {window === "word" && (
        <Named title={t("synth.rename_title")} start={row.title || rowName(row)} edit={edit} onClose={close}>
          {(title) => send({ act: "word", title })}
        </Named>
      )}
      {window === "split" && (
        <Named title={t("synth.split_title")} start="" edit={edit} onClose={close}>
          {(title) => send({ act: "split", points: picked, title })}
        </Named>
      )}
      {window === "merge" && <Merge row={row} view={view} edit={edit} onClose={close} send={send} />}
    </article>
  );
}

/** Asks for the name of a row. */
function Named({
  title,
  start,
  edit,
  onClose,
  children,
}: {
  title: string;
  start: string;
  edit: Props["edit"];
  onClose: () => void;
  children: (title: string) => void;
}) {
  const [words, setWords] = useState(start);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <Button
          variant="primary"
          pending={edit.isPending && t("synth.sending")}
          isDisabled={words.trim() === ""}
          onPress={() => children(words.trim())}
        >
          {t("synth.save")}
        </Button>
      }
    >
      <div className="stack">
        <ErrorSummary error={edit.error} />
        <TextField label={t("synth.row_title")} value={words} onChange={setWords} maxLength={300} autoFocus />
      </div>
    </Dialog>
  );
}

function Merge({
  row,
  view,
  edit,
  onClose,
  send,
}: {
  row: Row;
  view: Review;
  edit: Props["edit"];
  onClose: () => void;
  send: (act: Omit<Edit, "row" | "seen">) => void;
}) {
  const [from, setFrom] = useState<string | null>(null);
  const other = view.rows.find((one) => one.id === from);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("synth.merge_title", { row: rowName(row) })}
      actions={
        <Button
          variant="primary"
          pending={edit.isPending && t("synth.sending")}
          isDisabled={!other}
          onPress={() => other && send({ act: "merge", other: other.id, other_seen: other.rev })}
        >
          {t("synth.merge")}
        </Button>
      }
    >
      <div className="stack">
        <ErrorSummary error={edit.error} />
        <Select
          label={t("synth.merge_from")}
          options={view.rows.filter((one) => one.id !== row.id).map((one) => ({ value: one.id, label: rowName(one) }))}
          value={from}
          onChange={setFrom}
        />
      </div>
    </Dialog>
  );
}
