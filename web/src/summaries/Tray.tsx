/**
 * Sentences that stand in no row: those that wait, or that are set apart. Several are chosen and
 * filed in one act. A long list is shown in parts, so that it stays quick with four hundred letters.
 */
import { memo, type ReactNode, useCallback, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { sendEdit, type useEdit } from "./calls.ts";
import { type Filing, FilingActs } from "./FilingActs.tsx";
import { mostPicked, ranged, still, toggled, withAll } from "./picking.ts";
import type { Chosen } from "./SourcePane.tsx";
import type { Review } from "./types.ts";

/** How many are drawn at first, and more with each press. */
const step = 100;

/** What is chosen in a tray, kept while another part of the table is shown. */
export interface Picks {
  ids: string[];
  /** From where a range goes on. */
  last: string | null;
}

export const noPicks: Picks = { ids: [], last: null };

/** Chooses one more sentence, or all from the last one to it. */
export type OnPick = (sentence: string, range: boolean) => void;

export function useTray(all: string[], shown: string[]) {
  const [picks, setPicks] = useState<Picks>(noPicks);
  const [most, setMost] = useState(step);
  const drawn = shown.slice(0, most);
  const now = useRef(drawn);
  now.current = drawn;
  const onPick: OnPick = useCallback((id, range) => {
    setPicks(({ ids, last }) => ({ ids: range ? ranged(ids, now.current, last, id) : toggled(ids, id), last: id }));
  }, []);
  return {
    picked: still(picks.ids, all),
    /** Something was chosen, if only what is gone by now. */
    open: picks.ids.length > 0,
    drawn,
    rest: shown.length - drawn.length,
    onPick,
    onAll: (on: boolean) => setPicks(({ ids }) => ({ ids: withAll(ids, drawn, on), last: null })),
    onNone: () => setPicks(noPicks),
    onMore: () => setMost(most + step),
  };
}

interface Props {
  from: "waiting" | "apart";
  tray: ReturnType<typeof useTray>;
  view: Review;
  /** What is said, and by whom. */
  texts: Map<string, { text: string; who: string }>;
  /** Something is searched for. */
  searched: boolean;
  note?: (sentence: string) => ReactNode;
  empty: ReactNode;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  edits: boolean;
  edit: ReturnType<typeof useEdit>;
}

export function Tray({ from, tray, view, texts, searched, note, empty, chosen, onChoose, edits, edit }: Props) {
  const { picked, drawn, onPick } = tray;
  const choose = useCallback((sentence: string) => onChoose({ sentence }), [onChoose]);
  if (drawn.length === 0 && !tray.open) {
    return searched ? <EmptyState title={t("find.none")}>{t("find.none_lead")}</EmptyState> : empty;
  }
  const here = drawn.filter((id) => picked.includes(id)).length;
  const marked = new Set(picked);
  const file = (filing: Filing) => sendEdit(edit, { ...filing, from, sentences: picked }, () => tray.onNone());
  return (
    <div className="synth-tray stack-tight" data-keys>
      {edits && drawn.length > 0 && (
        <span data-key="*">
          <Checkbox
            isSelected={here === drawn.length}
            isIndeterminate={here > 0 && here < drawn.length}
            onChange={tray.onAll}
          >
            {t("pick.all", { count: drawn.length })}
          </Checkbox>
        </span>
      )}
      <ul className="plain-list stack-tight">
        {drawn.map((id) => (
          <Line
            key={id}
            id={id}
            text={texts.get(id)?.text ?? id}
            who={texts.get(id)?.who ?? ""}
            note={note?.(id)}
            pressed={chosen?.sentence === id}
            picked={marked.has(id)}
            onPick={edits ? onPick : undefined}
            onChoose={choose}
          />
        ))}
      </ul>
      {tray.rest > 0 && (
        <div>
          <Button onPress={tray.onMore}>{t("pick.more", { count: tray.rest })}</Button>
        </div>
      )}
      {edits && tray.open && (
        <fieldset className="synth-filing">
          <legend className="visually-hidden">{t("pick.acts")}</legend>
          <div className="row-between">
            <span role="status">
              <strong>{t("pick.count", { count: picked.length })}</strong>
              {picked.length > here && <> {t("pick.hidden", { count: picked.length - here })}</>}
              {picked.length === mostPicked && <> {t("pick.most", { count: mostPicked })}</>}
            </span>
            <Button variant="quiet" onPress={tray.onNone}>
              {t("pick.none")}
            </Button>
          </div>
          <div className="synth-filing-acts">
            <FilingActs
              count={picked.length}
              rows={view.rows}
              pending={edit.isPending && t("synth.sending")}
              onFile={file}
            />
          </div>
        </fieldset>
      )}
    </div>
  );
}

/** One sentence; drawn again only when something of it is another. */
const Line = memo(function Line({
  id,
  text,
  who,
  note,
  pressed,
  picked,
  onPick,
  onChoose,
}: {
  id: string;
  text: string;
  who: string;
  note: ReactNode;
  pressed: boolean;
  picked: boolean;
  onPick: OnPick | undefined;
  onChoose: (sentence: string) => void;
}) {
  const range = useRef(false); // a box tells that it was pressed, and not with which key
  return (
    <li
      className="synth-pick"
      data-keys
      data-sentence={id}
      data-picked={picked || undefined}
      onPointerDownCapture={(event) => {
        range.current = event.shiftKey;
      }}
    >
      {onPick && (
        <span data-key="x">
          <Checkbox
            isSelected={picked}
            onChange={() => {
              onPick(id, range.current);
              range.current = false;
            }}
          >
            <span className="visually-hidden">{t("pick.one", { who, text })}</span>
          </Checkbox>
        </span>
      )}
      <div className="synth-pick-text">
        <span className="soft small">
          {who}
          {note && <>. {note}</>}
        </span>
        <button type="button" className="synth-sentence" aria-pressed={pressed} onClick={() => onChoose(id)}>
          {text}
        </button>
      </div>
    </li>
  );
});
