/** The themes that a model proposes, merged and edited by staff before anything is placed into them. */
import { useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTyped } from "../api/typed.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { TextField } from "../ui/Field.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { Read } from "../ui/Status.tsx";
import { useOpinions } from "./calls.ts";
import type { Run, useRunAct } from "./course.ts";
import { DraftTag } from "./Draft.tsx";
import {
  add,
  type Edited,
  merge,
  nextTo,
  offer,
  rename,
  type Standing,
  standing,
  takeApart,
  untouched,
  use,
} from "./themes.ts";
import { nameOf } from "./words.tsx";

/** Which part of which theme has the keyboard next. */
interface Goal {
  theme: string;
  part: "into" | "select" | "drop" | "use" | "field";
}

const partOf: Record<Goal["part"], string> = {
  into: "[data-part=into]",
  select: ".select-button",
  drop: "[data-part=drop]",
  use: "[data-part=use]",
  field: "input",
};

/**
 * What is pressed here often goes away with its press. The keyboard is taken to what stands in its
 * place at once, before anything else could take it home (see useKeptTitle), and the page stays.
 */
function useGoal() {
  const within = useRef<HTMLDivElement>(null);
  const [goal, setGoal] = useState<Goal | null>(null);
  useLayoutEffect(() => {
    if (!goal) return;
    const theme = within.current?.querySelector(`[data-theme="${CSS.escape(goal.theme)}"]`);
    theme?.querySelector<HTMLElement>(partOf[goal.part])?.focus({ preventScroll: true });
  }, [goal]);
  return { within, setGoal };
}

export function ThemeChoice({
  id,
  run,
  barred,
  send,
  foot,
}: {
  id: string;
  run: Run;
  barred: boolean;
  send: ReturnType<typeof useRunAct>;
  /** Where the screen has its acts: the next step stands there, in sight beside any number of themes. */
  foot: HTMLElement | null;
}) {
  const { within, setGoal } = useGoal();
  const [edited, setEdited] = useTyped<Edited>(`themes ${id} ${run.no}`, untouched);
  const [wrong, setWrong] = useState("");
  const all = standing(run.themes, edited, (one) => (one.standing ? nameOf(one.name) : pick(one.name.vi, one.name.en)));
  const chosen = offer(all);
  const set = (next: Edited) => {
    setEdited(next);
    setWrong("");
  };
  const choose = () => {
    const nameless = all.find((one) => one.kind !== "row" && !one.dropped && one.title.trim() === "");
    if (nameless) return setWrong(nameless.id);
    send.mutate(
      { act: "themes", body: { no: run.no, rev: run.rev, themes: chosen } },
      { onSuccess: () => setEdited(undefined) },
    );
  };
  const rows = all.filter((one) => one.kind === "row");
  const themes = all.filter((one) => one.kind !== "row");
  const used = themes.filter((one) => !one.dropped);
  return (
    <div className="stack" ref={within}>
      <div className="stack-tight">
        <div className="row">
          <h3>{t("course.themes")}</h3>
          <DraftTag />
        </div>
        <p className="soft">{t("course.themes_lead")}</p>
      </div>
      {themes.length === 0 ? (
        <EmptyState title={t("course.none_found")}>{t("course.none_found_lead")}</EmptyState>
      ) : (
        <ol className="plain-list course-themes">
          {themes.map((one) => (
            <li key={one.id} data-theme={one.id}>
              <OneTheme
                id={id}
                one={one}
                number={used.indexOf(one) + 1}
                others={all.filter((other) => other.id !== one.id && !other.dropped)}
                edited={edited}
                set={set}
                go={setGoal}
                next={nextTo(themes, one.id)}
                error={wrong === one.id ? t("course.title_missing") : undefined}
              />
            </li>
          ))}
        </ol>
      )}
      <AddTheme
        onAdd={(title) => {
          set(add(edited, title));
          setGoal({ theme: adding, part: "field" });
        }}
      />
      {rows.length > 0 && (
        <fieldset className="course-rows stack-tight">
          <legend>{t("course.standing")}</legend>
          <p className="soft small">{t("course.standing_lead")}</p>
          {rows.map((one) => (
            <div key={one.id} data-theme={one.id}>
              <Checkbox isSelected={!one.dropped} onChange={(used) => set(use(edited, one.id, used))}>
                {one.title} <span className="soft small">({t("course.theme_of", { count: one.opinions })})</span>
              </Checkbox>
              <Merged one={one} edited={edited} set={set} go={setGoal} />
            </div>
          ))}
        </fieldset>
      )}
      {foot &&
        createPortal(
          <Button
            variant="primary"
            isDisabled={barred || chosen.length === 0}
            onPress={choose}
            pending={send.isPending && send.variables.act === "themes" && t("course.choosing")}
          >
            {t("course.choose", { count: chosen.length })}
          </Button>,
          foot,
        )}
    </div>
  );
}

/** The place of the form that adds a theme, for the keyboard. */
const adding = "new";

interface ThemeProps {
  id: string;
  one: Standing;
  /** Among those that are used. */
  number: number;
  others: Standing[];
  edited: Edited;
  set: (next: Edited) => void;
  go: (goal: Goal) => void;
  /** The theme that stands in its place when it is merged away. */
  next: string | undefined;
  error: string | undefined;
}

function OneTheme({ id, one, number, others, edited, set, go, next, error }: ThemeProps) {
  const [into, setInto] = useState<string | null>(null);
  const [merging, setMerging] = useState(false);
  const asks = (on: boolean) => {
    setMerging(on);
    go({ theme: one.id, part: on ? "select" : "into" });
  };
  if (one.dropped) {
    return (
      <div className="course-theme course-dropped">
        <span>
          <s>{one.title}</s> <span className="soft small">{t("course.theme_dropped")}</span>
        </span>
        <Button
          variant="quiet"
          data-part="use"
          onPress={() => {
            set(use(edited, one.id, true));
            go({ theme: one.id, part: "drop" });
          }}
        >
          {t("course.theme_use")}
        </Button>
      </div>
    );
  }
  return (
    <div className="course-theme stack-tight">
      <TextField
        label={t("course.theme", { number })}
        hint={one.kind === "added" ? t("course.theme_own") : t("course.theme_of", { count: one.opinions })}
        value={one.title}
        onChange={(title) => set(rename(edited, one.id, title))}
        maxLength={300}
        error={error}
      />
      <Merged one={one} edited={edited} set={set} go={go} />
      {merging ? (
        <div className="synth-act">
          <Select
            label={t("course.theme_into")}
            options={others.map((other) => ({ value: other.id, label: other.title || t("course.theme_own") }))}
            value={into}
            onChange={setInto}
          />
          <Button
            isDisabled={!into}
            onPress={() => {
              if (!into) return;
              set(merge(edited, one.id, into));
              go(next ? { theme: next, part: "field" } : { theme: adding, part: "field" });
            }}
          >
            {t("course.theme_merge")}
          </Button>
          <Button variant="quiet" onPress={() => asks(false)}>
            {t("act.cancel")}
          </Button>
        </div>
      ) : (
        <div className="row">
          {others.length > 0 && (
            <Button variant="quiet" data-part="into" onPress={() => asks(true)}>
              {t("course.theme_into")}
            </Button>
          )}
          <Button
            variant="quiet"
            data-part="drop"
            onPress={() => {
              set(use(edited, one.id, false));
              go({ theme: one.id, part: "use" });
            }}
          >
            {t("course.theme_drop")}
          </Button>
        </div>
      )}
      {one.sentences.length > 0 && <Sources id={id} sentences={one.sentences} />}
    </div>
  );
}

function Merged({ one, edited, set, go }: Pick<ThemeProps, "one" | "edited" | "set" | "go">) {
  return one.merged.map((part) => (
    <div className="row" key={part.id}>
      <span className="small">{t("course.theme_merged", { title: part.title })}</span>
      <Button
        variant="quiet"
        onPress={() => {
          set(takeApart(edited, part.id));
          go({ theme: one.id, part: "field" });
        }}
      >
        {t("course.theme_apart")}
      </Button>
    </div>
  ));
}

/** The stored sentences that a theme is taken from, word for word. */
function Sources({ id, sentences }: { id: string; sentences: string[] }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("course.theme_sources", { count: sentences.length })}</summary>
      {open && <Words id={id} sentences={sentences} />}
    </details>
  );
}

function Words({ id, sentences }: { id: string; sentences: string[] }) {
  const opinions = useOpinions(id);
  return (
    <Read of={opinions}>
      {({ items }) => {
        const texts = new Map(items.flatMap((one) => one.sentences.map((s) => [s.id, s.text.trim()] as const)));
        return (
          <ul className="course-sources">
            {sentences.map((sentence) => (
              <li key={sentence}>{texts.get(sentence) ?? sentence}</li>
            ))}
          </ul>
        );
      }}
    </Read>
  );
}

function AddTheme({ onAdd }: { onAdd: (title: string) => void }) {
  const [title, setTitle] = useState("");
  return (
    <form
      className="synth-act"
      data-theme={adding}
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() === "") return;
        onAdd(title.trim());
        setTitle("");
      }}
    >
      <TextField label={t("course.theme_add_title")} value={title} onChange={setTitle} maxLength={300} />
      <Button type="submit" isDisabled={title.trim() === ""}>
        {t("course.theme_add")}
      </Button>
    </form>
  );
}
