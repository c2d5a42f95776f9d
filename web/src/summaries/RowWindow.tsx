/**
 * What is done to a row in a window. The row is held as it was when the window was opened: what
 * somebody else does to it meanwhile is told, and nothing is written over it before that was
 * seen. What was typed stays, even where the row is gone.
 */
import { type ReactNode, useId, useState } from "react";
import { Problem } from "../api/problem.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { sendEdit, type useEdit } from "./calls.ts";
import { GistWindow } from "./GistWindow.tsx";
import { Told, useSeen } from "./Seen.tsx";
import type { Review, Row } from "./types.ts";
import { rowName } from "./words.tsx";

export interface Opened {
  act: "word" | "merge" | "split" | "gists";
  /** As it was then. */
  row: Row;
  /** Points to split off. */
  points: string[];
}

interface Props {
  opened: Opened;
  view: Review;
  edit: ReturnType<typeof useEdit>;
  onClose: () => void;
}

export function RowWindow(props: Props) {
  switch (props.opened.act) {
    case "word":
      return (
        <Name
          {...props}
          act="word"
          title={t("synth.rename_title")}
          start={props.opened.row.title || rowName(props.opened.row)}
        />
      );
    case "split":
      return <Name {...props} act="split" title={t("synth.split_title")} start="" />;
    case "merge":
      return <Merge {...props} />;
    case "gists":
      return <GistWindow row={props.opened.row} view={props.view} edit={props.edit} onClose={props.onClose} />;
  }
}

/** Asks for the name of a row, or of the new one that points go into. */
function Name({
  opened,
  view,
  edit,
  onClose,
  act,
  title,
  start,
}: Props & { act: "word" | "split"; title: string; start: string }) {
  const [words, setWords] = useState(start);
  const seen = useSeen(opened.row, view);
  const send = () =>
    sendEdit(
      edit,
      {
        act,
        row: opened.row.id,
        seen: seen.rev,
        title: words.trim(),
        ...(act === "split" ? { points: opened.points } : {}),
      },
      onClose,
    );
  return (
    <Asking
      title={title}
      edit={edit}
      onClose={onClose}
      notice={<Told of={[seen]} view={view} />}
      act={t("synth.save")}
      ready={words.trim() !== "" && seen.fresh}
      onAct={send}
    >
      <TextField label={t("synth.row_title")} value={words} onChange={setWords} maxLength={300} autoFocus />
    </Asking>
  );
}

/** Asks which row is taken in. */
function Merge({ opened, view, edit, onClose }: Props) {
  const [other, setOther] = useState<Row | null>(null);
  const seen = useSeen(opened.row, view);
  const taken = useSeen(other, view);
  const send = () =>
    other &&
    sendEdit(
      edit,
      { act: "merge", row: opened.row.id, seen: seen.rev, other: other.id, other_seen: taken.rev },
      onClose,
    );
  return (
    <Asking
      title={t("synth.merge_title", { row: rowName(opened.row) })}
      edit={edit}
      onClose={onClose}
      notice={<Told of={[seen, taken]} view={view} />}
      act={t("synth.merge")}
      ready={other !== null && seen.fresh && taken.fresh}
      onAct={send}
    >
      <Select
        label={t("synth.merge_from")}
        options={view.rows
          .filter((one) => one.id !== opened.row.id)
          .map((one) => ({ value: one.id, label: rowName(one) }))}
        value={other?.id ?? null}
        onChange={(id) => setOther(view.rows.find((one) => one.id === id) ?? null)}
        autoFocus
      />
    </Asking>
  );
}

function Asking({
  title,
  edit,
  onClose,
  notice,
  act,
  ready,
  onAct,
  children,
}: {
  title: string;
  edit: Props["edit"];
  onClose: () => void;
  notice: ReactNode;
  act: string;
  ready: boolean;
  onAct: () => void;
  children: ReactNode;
}) {
  const stale = edit.error instanceof Problem && edit.error.stale;
  const form = useId();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            pending={edit.isPending && t("synth.sending")}
            isDisabled={!ready}
          >
            {act}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !edit.isPending) onAct();
        }}
      >
        {!stale && <ErrorSummary error={edit.error} />}
        {notice}
        {children}
      </form>
    </Dialog>
  );
}
