/**
 * The source opinion in full with the chosen sentence lit, and what is done with that
 * sentence. Every act is a button; nothing needs a mouse.
 */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from "react";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { keyed } from "../ui/keys.tsx";
import { Select } from "../ui/Select.tsx";
import { StateTag } from "../ui/Status.tsx";
import type { useEdit } from "./calls.ts";
import type { Edit, Opinion, Opinions, Review } from "./types.ts";
import { rowName, Stance } from "./words.tsx";

/** A sentence that was chosen, and the row in which; or an opinion as a whole. */
export interface Chosen {
  sentence?: string;
  row?: string;
  opinion?: string;
}

interface Props {
  view: Review;
  opinions: Opinions;
  chosen: Chosen | null;
  onChoose: Dispatch<SetStateAction<Chosen | null>>;
  edits: boolean;
  edit: ReturnType<typeof useEdit>;
}

export function SourcePane({ view, opinions, chosen, onChoose, edits, edit }: Props) {
  const unread = view.ledger.unread;
  const wanted = chosen?.opinion ?? chosen?.sentence?.split("#")[0] ?? unread[0];
  const at = opinions.items.findIndex((one) => one.id === wanted);
  const opinion = opinions.items[at];
  const lit = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen?.sentence) lit.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const go = (to: number) => {
    const next = opinions.items[to];
    if (next) onChoose({ opinion: next.id });
  };
  if (!opinion) {
    return (
      <section className="synth-source" data-keys tabIndex={-1} aria-label={t("synth.source")}>
        <p className="soft">{t("synth.source_none")}</p>
      </section>
    );
  }
  const must = view.must_read.includes(opinion.id);
  const read = view.reads.find((one) => one.opinion === opinion.id);
  // What must be read is read one after the other: where nothing is chosen, the next one is shown.
  const goOn = (now: Review) => {
    if (now.ledger.unread.length > 0) onChoose(null);
  };
  return (
    <section className="synth-source stack" data-keys tabIndex={-1} aria-label={t("synth.source")}>
      <div className="row-between">
        <Button
          variant="quiet"
          icon={<ChevronLeft aria-hidden />}
          aria-label={t("synth.previous")}
          isDisabled={at === 0}
          onPress={() => go(at - 1)}
        />
        <span>{t("synth.source_of", { number: at + 1, of: opinions.items.length })}</span>
        <Button
          variant="quiet"
          icon={<ChevronRight aria-hidden />}
          aria-label={t("synth.next")}
          isDisabled={at === opinions.items.length - 1}
          onPress={() => go(at + 1)}
        />
      </div>
      <div>
        <h3>{opinion.who}</h3>
        <p className="soft small">{opinion.post}</p>
        <Stance stance={opinion.stance} />
      </div>
      {must && <StateTag tone={read ? "good" : "warn"}>{t("synth.must_read")}</StateTag>}
      <Words opinion={opinion} chosen={chosen} lit={lit} />
      {read && <p className="soft small">{t("synth.read_by", { name: read.by })}</p>}
      {edits && !read && (
        <Button
          {...keyed("h")}
          pending={edit.isPending && t("synth.sending")}
          onPress={() => edit.mutate({ act: "read", opinion: opinion.id }, { onSuccess: must ? goOn : undefined })}
        >
          {t("synth.read")}
        </Button>
      )}
      {edits && chosen?.sentence && (
        <SentenceActs
          key={`${chosen.sentence}${chosen.row ?? ""}`}
          sentence={chosen.sentence}
          row={chosen.row}
          view={view}
          edit={edit}
          onDone={(next) => onChoose((now) => (now === chosen ? next : now))}
        />
      )}
    </section>
  );
}

function Words({
  opinion,
  chosen,
  lit,
}: {
  opinion: Opinion;
  chosen: Chosen | null;
  lit: React.RefObject<HTMLElement | null>;
}) {
  if (opinion.sentences.length === 0) return <p className="soft">{t("synth.no_words")}</p>;
  return (
    <p className="synth-words">
      {opinion.sentences.map((s) =>
        s.id === chosen?.sentence ? (
          <mark key={s.id} ref={lit}>
            {s.text}
          </mark>
        ) : (
          <span key={s.id}>{s.text}</span>
        ),
      )}
    </p>
  );
}

const rules = ["by_person", "plain_agreement", "agreement_with_points", "no_comment", "courtesy", "heading"] as const;

function SentenceActs({
  sentence,
  row,
  view,
  edit,
  onDone,
}: {
  sentence: string;
  row: string | undefined;
  view: Review;
  edit: Props["edit"];
  onDone: (next: Chosen | null) => void;
}) {
  const here = view.rows.find((one) => one.id === row);
  const suggestion = here ? undefined : view.suggestions.find((one) => one.sentence === sentence);
  const suggested = view.rows.find((one) => one.id === suggestion?.row);
  const point = here?.points.find((one) => one.quotes.some((quote) => quote.sentence === sentence));
  const [to, setTo] = useState<string | null>(null);
  const [rule, setRule] = useState<string>("by_person");
  const [title, setTitle] = useState("");
  const pending = edit.isPending && t("synth.sending");
  const from = here ? { row: here.id, seen: here.rev } : {};
  const send = (act: Partial<Edit> & Pick<Edit, "act">) =>
    edit.mutate(
      { ...from, sentences: [sentence], ...act },
      {
        onSuccess: () => {
          const i = view.waiting.indexOf(sentence);
          const next = i < 0 ? undefined : (view.waiting[i + 1] ?? view.waiting[i - 1]);
          onDone(act.act === "reject" ? { sentence } : next ? { sentence: next } : null);
        },
      },
    );
  // A new row is made first; the sentence goes into it as soon as its id is known. Where it did
  // not come so far, the row is there still empty.
  const putInNew = () => {
    const empty = view.rows.find((one) => one.title === title.trim() && one.points.length === 0);
    if (empty) return send({ act: "move", to: empty.id });
    edit.mutate(
      { act: "add", title: title.trim() },
      {
        onSuccess: (now) => {
          const known = new Set(view.rows.map((one) => one.id));
          const made = now.rows.find((one) => !known.has(one.id));
          if (made) send({ act: "move", to: made.id });
        },
      },
    );
  };
  return (
    <fieldset className="synth-acts stack">
      <legend>{t("synth.sentence")}</legend>
      {suggested && (
        <div className="row">
          <Button
            variant="primary"
            {...keyed("c")}
            pending={pending}
            onPress={() => send({ act: "move", to: suggested.id })}
          >
            {t("synth.suggested", { row: rowName(suggested) })}
          </Button>
          <Button
            variant="quiet"
            {...keyed("b")}
            pending={pending}
            onPress={() => send({ act: "reject", to: suggested.id })}
          >
            {t("synth.not_there")}
          </Button>
        </div>
      )}
      {here && point && !point.filed && (
        <Button
          {...keyed("c")}
          pending={pending}
          onPress={() => edit.mutate({ act: "confirm", row: here.id, seen: here.rev, points: [point.id] })}
        >
          {t("synth.confirm_one")}
        </Button>
      )}
      <div className="synth-act" data-key="m">
        <Select
          label={t("synth.to_row")}
          options={view.rows
            .filter((one) => one.id !== row)
            .map((one) => ({ value: one.id, label: pick(one.name.vi, one.name.en) }))}
          value={to}
          onChange={setTo}
        />
        <Button pending={pending} isDisabled={!to} onPress={() => to && send({ act: "move", to })}>
          {t("synth.put")}
        </Button>
      </div>
      <form
        className="synth-act"
        data-key="f"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && title.trim() !== "") putInNew();
        }}
      >
        <TextField label={t("synth.to_new")} value={title} onChange={setTitle} maxLength={300} />
        <Button type="submit" pending={pending} isDisabled={title.trim() === ""}>
          {t("synth.put_new")}
        </Button>
      </form>
      <div className="synth-act">
        <Select
          label={t("synth.rule")}
          options={rules.map((one) => ({ value: one, label: t(`synth.rule_${one}`) }))}
          value={rule}
          onChange={setRule}
        />
        <Button
          {...keyed("r")}
          pending={pending}
          onPress={() => send({ act: "apart", rule: rule as NonNullable<Edit["rule"]> })}
        >
          {t("synth.set_apart")}
        </Button>
      </div>
      {here && (
        <Button {...keyed("b")} pending={pending} onPress={() => send({ act: "move" })}>
          {t("synth.take_out")}
        </Button>
      )}
    </fieldset>
  );
}
