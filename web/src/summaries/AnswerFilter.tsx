/**
 * Which points of the table are shown: by state, by words and by row, with how far each row is
 * answered. Beside the table its rows are a list; where there is no room for it, a choice.
 */
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { cx } from "../ui/cx.ts";
import { TextField } from "../ui/Field.tsx";
import { turnKeys, useKeysOn } from "../ui/keys.tsx";
import { Select } from "../ui/Select.tsx";
import { StateTag, type StateTone } from "../ui/Status.tsx";
import { type Counts, countsOf, everything, type Filter, type State, states } from "./answers.ts";
import type { Row } from "./types.ts";
import { rowName } from "./words.tsx";

interface Props {
  rows: Row[];
  filter: Filter;
  onChange: (filter: Filter) => void;
  shown: number;
  /** Whoever only reads knows of no answer before it was passed. */
  works: boolean;
}

export function AnswerFilter({ rows, filter, onChange, shown, works }: Props) {
  const keysOn = useKeysOn();
  const all = countsOf(rows.flatMap((row) => row.points));
  const set = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  const here = rows.filter((row) => filter.row === "all" || filter.row === row.id);
  const inRow = countsOf(here.flatMap((row) => row.points)); // the states are counted in the row that is chosen
  const known = works ? states : (["waits", "checked"] as const);
  const lines = [
    { id: "all", name: t("answers.all_rows"), counts: all },
    ...rows.map((row) => ({ id: row.id, name: rowName(row), counts: countsOf(row.points) })),
  ];
  return (
    <section className="answer-filter stack no-print" aria-label={t("answers.filter")}>
      <div className="answer-fields">
        <TextField
          label={t("answers.search")}
          hint={t("answers.search_hint")}
          type="search"
          value={filter.words}
          onChange={(words) => set({ words })}
        />
        <Select
          label={t("answers.state")}
          options={[
            { value: "all", label: t("answers.state_all", { count: inRow.total }) },
            ...known.map((state) => ({
              value: state,
              label: t(works || state === "checked" ? `answers.state_${state}` : "answers.state_none", {
                count: inRow[state],
              }),
            })),
          ]}
          value={filter.state}
          onChange={(state) => set({ state: state as Filter["state"] })}
        />
        <Select
          className="answer-rows-choice"
          label={t("answers.row")}
          options={lines.map(({ id, name, counts }) => ({
            value: id,
            label: name,
            note: [...openStates(counts, works).map(([, text]) => text), far(counts)].join("; "),
          }))}
          value={filter.row}
          onChange={(row) => set({ row })}
        />
      </div>
      <div className="row-between">
        <span role="status" className="soft small">
          {t("answers.shown", { count: shown, total: all.total })}
        </span>
        {(filter.state !== "all" || filter.row !== "all" || filter.words !== "") && (
          <Button variant="quiet" onPress={() => onChange(everything)}>
            {t("answers.clear")}
          </Button>
        )}
      </div>
      <ul className="plain-list answer-rows" aria-label={t("answers.rows")}>
        {lines.map(({ id, name, counts }) => (
          <li key={id}>
            <button
              type="button"
              className={cx("answer-row", id === "all" && "answer-row-all")}
              aria-pressed={filter.row === id}
              onClick={() => set({ row: id })}
            >
              <span className="answer-row-name">{name}</span>
              <span className="answer-row-state">
                <RowState counts={counts} works={works} />
                <span className="soft small number">{far(counts)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {works && (
        <Checkbox isSelected={keysOn} onChange={turnKeys}>
          {t("answers.keys")}
        </Checkbox>
      )}
    </section>
  );
}

const far = (counts: Counts) => t("answers.far", { number: counts.total - counts.waits, total: counts.total });

const tones: Record<State, StateTone> = { sent_back: "bad", waits: "warn", answered: "active", checked: "good" };

/** What is open in a row, what asks for something first at the beginning; that it is done where nothing is. */
function openStates(counts: Counts, works: boolean): [State, string][] {
  const open = (["sent_back", "waits", "answered"] as const).filter((state) => counts[state] > 0);
  if (open.length === 0) return [["checked", t("answers.tag_checked")]];
  return open.map((state) => [state, t(works ? `answers.tag_${state}` : "answers.tag_none", { count: counts[state] })]);
}

function RowState({ counts, works }: { counts: Counts; works: boolean }) {
  return openStates(counts, works).map(([state, text]) => (
    <StateTag key={state} tone={works || state === "checked" ? tones[state] : "neutral"}>
      {text}
    </StateTag>
  ));
}
