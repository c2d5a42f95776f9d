/**
 * The source opinion in full with the chosen sentence lit, and what is done with that
 * sentence. Every act is a button; nothing needs a mouse.
 */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type Dispatch, type SetStateAction, useEffect, useRef } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { keyed } from "../ui/keys.tsx";
import { StateTag } from "../ui/Status.tsx";
import { sendEdit, type useEdit } from "./calls.ts";
import { FilingActs } from "./FilingActs.tsx";
import { type Finder, opinionOf } from "./find.ts";
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
  /** What is searched for: only opinions that have it are gone through. */
  find: Finder | null;
  /** Several sentences are chosen, and have acts of their own. */
  many: boolean;
}

export function SourcePane({ view, opinions, chosen, onChoose, edits, edit, find, many }: Props) {
  const unread = view.ledger.unread;
  const list = find ? opinions.items.filter((one) => find.opinion(one.id)) : opinions.items;
  const wanted = chosen?.opinion ?? (chosen?.sentence ? opinionOf(chosen.sentence) : find ? list[0]?.id : unread[0]);
  const opinion = opinions.items.find((one) => one.id === wanted);
  const at = list.findIndex((one) => one.id === wanted);
  const lit = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen?.sentence) lit.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  // An opinion that the search does not find stands before the first that it does.
  const [before, after] = [list[at - 1], list[at + 1]];
  if (!opinion) {
    return (
      <section className="synth-source" data-keys tabIndex={-1} aria-label={t("synth.source")}>
        <p className="soft">{t(find && list.length === 0 ? "find.none_source" : "synth.source_none")}</p>
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
          isDisabled={!before}
          onPress={() => before && onChoose({ opinion: before.id })}
        />
        <span>
          {at < 0
            ? t("find.not_found")
            : t(find ? "find.source_of" : "synth.source_of", { number: at + 1, of: list.length })}
        </span>
        <Button
          variant="quiet"
          icon={<ChevronRight aria-hidden />}
          aria-label={t("synth.next")}
          isDisabled={!after}
          onPress={() => after && onChoose({ opinion: after.id })}
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
          onPress={() => sendEdit(edit, { act: "read", opinion: opinion.id }, must ? goOn : undefined)}
        >
          {t("synth.read")}
        </Button>
      )}
      {edits && !many && chosen?.sentence && (
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
  const pending = edit.isPending && t("synth.sending");
  const from: Partial<Edit> = here
    ? { row: here.id, seen: here.rev }
    : { from: view.waiting.includes(sentence) ? "waiting" : "apart" };
  const send = (act: Partial<Edit> & Pick<Edit, "act">) =>
    sendEdit(edit, { ...from, sentences: [sentence], ...act }, () => {
      const i = view.waiting.indexOf(sentence);
      const next = i < 0 ? undefined : (view.waiting[i + 1] ?? view.waiting[i - 1]);
      onDone(act.act === "reject" ? { sentence } : next ? { sentence: next } : null);
    });
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
      <FilingActs rows={view.rows.filter((one) => one.id !== row)} pending={pending} onFile={send} />
      {here && (
        <Button {...keyed("b")} pending={pending} onPress={() => send({ act: "move" })}>
          {t("synth.take_out")}
        </Button>
      )}
    </fieldset>
  );
}
