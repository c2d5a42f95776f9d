/** The rows of the table with their points, and what an analyst does to a row. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { keyed } from "../ui/keys.tsx";
import { EmptyState } from "../ui/Page.tsx";
import type { useEdit } from "./calls.ts";
import type { Finder } from "./find.ts";
import { Gists } from "./Gists.tsx";
import { hasGists, stancesOf } from "./gists.ts";
import { moved, queue } from "./ordering.ts";
import { type Opened, RowWindow } from "./RowWindow.tsx";
import type { Chosen } from "./SourcePane.tsx";
import type { Edit, Review, Row } from "./types.ts";
import { countsText, rowName, Stance } from "./words.tsx";

interface Props {
  view: Review;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  edits: boolean;
  edit: ReturnType<typeof useEdit>;
  find: Finder | null;
}

/** Moves rows up and down. Each move is an order of the whole over the one that was seen. */
function useOrder(view: Review, edit: Props["edit"]) {
  // Not by the callbacks of a mutation, which the next one or a reset silences.
  const send = (now: Review, { id, by }: { id: string; by: number }) => {
    const ids = now.rows.map((row) => row.id);
    const order = moved(ids, id, by);
    return order === ids ? undefined : edit.mutateAsync({ act: "order", row: id, order, seen: now.order.rev });
  };
  const push = useRef(queue(send)).current;
  return (id: string, by: number) => push(view, { id, by });
}

export function Rows(props: Props) {
  // The window outlives its row, which somebody else may merge away.
  const [opened, setOpened] = useState<Opened | null>(null);
  const { view, edit, edits, find } = props;
  const order = useOrder(view, edit);
  // What has the keyboard may have gone out of sight with its row, which keeps the keyboard and so scrolls nothing.
  useEffect(() => {
    if (edit.isPending || !document.activeElement?.closest(".synth-row")) return;
    document.activeElement.scrollIntoView({ block: "nearest" });
  }, [edit.isPending]);
  const shown = find ? view.rows.filter((row) => find.row(row, rowName(row))) : view.rows;
  const close = () => {
    setOpened(null);
    edit.reset();
  };
  return (
    <>
      {view.rows.length === 0 && <EmptyState title={t("synth.row_none")}>{t("synth.row_none_lead")}</EmptyState>}
      {view.rows.length > 0 && shown.length === 0 && (
        <EmptyState title={t("find.none")}>{t("find.none_lead")}</EmptyState>
      )}
      {view.order.by_hand && (
        <div className="row-between">
          <p className="soft small">{t("order.by_hand")}</p>
          {edits && (
            <Button
              variant="quiet"
              pending={edit.isPending && t("synth.sending")}
              onPress={() => edit.mutate({ act: "sort", seen: view.order.rev })}
            >
              {t("order.sort")}
            </Button>
          )}
        </div>
      )}
      <ul className="plain-list stack">
        {shown.map((row) => (
          <li key={row.id}>
            <OneRow row={row} {...props} onOpen={setOpened} onMove={order} />
          </li>
        ))}
      </ul>
      {opened && <RowWindow opened={opened} view={view} edit={edit} onClose={close} />}
    </>
  );
}

function OneRow({
  row,
  view,
  chosen,
  onChoose,
  edits,
  edit,
  find,
  onOpen,
  onMove,
}: Props & { row: Row; onOpen: (opened: Opened) => void; onMove: (id: string, by: number) => void }) {
  const [marked, setMarked] = useState<string[]>([]);
  // What somebody else took out of the row meanwhile is no longer marked.
  const picked = marked.filter((id) => row.points.some((point) => point.id === id));
  const send = (act: Omit<Edit, "row" | "seen">) => edit.mutate({ ...act, row: row.id, seen: row.rev });
  const opens = (act: Opened["act"]) => {
    edit.reset();
    onOpen({ act, row, points: picked });
  };
  const open = row.points.filter((point) => !point.filed).map((point) => point.id);
  const pending = edit.isPending && t("synth.sending");
  const at = view.rows.indexOf(row);
  return (
    <article className="synth-row stack-tight" data-keys>
      <div className="synth-row-head">
        <h3>{rowName(row)}</h3>
        {edits && !find && (
          <span className="row no-print">
            {at > 0 && (
              <Button
                variant="quiet"
                icon={<ArrowUp aria-hidden />}
                {...keyed("Alt+ArrowUp")}
                aria-label={t("order.up", { row: rowName(row) })}
                onPress={() => onMove(row.id, -1)}
              />
            )}
            {at < view.rows.length - 1 && (
              <Button
                variant="quiet"
                icon={<ArrowDown aria-hidden />}
                {...keyed("Alt+ArrowDown")}
                aria-label={t("order.down", { row: rowName(row) })}
                onPress={() => onMove(row.id, 1)}
              />
            )}
          </span>
        )}
      </div>
      <p className="soft small">{countsText(row)}</p>
      <Gists row={row} approved={view.approved} chosen={chosen} onChoose={onChoose} />
      <ul className="plain-list stack-tight">
        {row.points.map((point) => {
          const who = point.who || t("synth.who_hidden");
          return (
            <li key={point.id} className="synth-point" data-keys>
              <span className="synth-point-head">
                {edits && (
                  <span data-key="x">
                    <Checkbox
                      isSelected={picked.includes(point.id)}
                      onChange={(on) => setMarked(on ? [...picked, point.id] : picked.filter((id) => id !== point.id))}
                    >
                      <span className="visually-hidden">{t("synth.pick_point", { who })}</span>
                    </Checkbox>
                  </span>
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
          <Button variant="quiet" {...keyed("s")} onPress={() => opens("word")}>
            {t("synth.rename")}
          </Button>
          {view.rows.length > 1 && (
            <Button variant="quiet" {...keyed("g")} onPress={() => opens("merge")}>
              {t("synth.merge")}
            </Button>
          )}
          {picked.length > 0 && (
            <Button variant="quiet" {...keyed("t")} onPress={() => opens("split")}>
              {t("synth.split", { count: picked.length })}
            </Button>
          )}
          {stancesOf(row).length > 0 && (
            <Button variant="quiet" {...keyed("q")} onPress={() => opens("gists")}>
              {t(hasGists(row) ? "gist.edit" : "gist.write")}
            </Button>
          )}
          {open.length > 0 && (
            <Button
              variant="quiet"
              {...keyed("Shift+C")}
              pending={pending}
              onPress={() => send({ act: "confirm", points: open })}
            >
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
    </article>
  );
}
