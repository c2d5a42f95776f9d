/** All that a person wrote on this paper, as a list: read, written, shared and erased here, by keyboard too. */
import { Lock, LockOpen, Plus, Trash2 } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { cx } from "../ui/cx.ts";
import { TextArea } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { inOrder } from "./book.ts";
import { type Desk, freePlace } from "./desk.ts";
import { blank, mostText, type Note, type View } from "./types.ts";

export function Panel({ desk, page, onGo }: { desk: Desk; page: number; onGo: (page: number) => void }) {
  const { state, book, office } = desk;
  const [error, setError] = useState<unknown>(null);
  const all = useMemo(() => inOrder(state.notes.values()), [state.notes]);
  const placed = all.filter((note) => note.place.page > 0);
  const lost = all.filter((note) => note.place.page === 0);
  const inks = groupInks(placed);
  const share = (to: string, ids: string[]) => {
    setError(null);
    book.share(to, ids).then(
      () => announce(t(to ? "notes.shared_now" : "notes.taken_back")),
      (problem) => setError(problem),
    );
  };
  const sharing = (notes: Note[]) =>
    office && !state.office ? (
      <ShareButton
        shared={notes.every((note) => note.office)}
        onPress={(to) =>
          share(
            to ? office : "",
            notes.map(({ id }) => id),
          )
        }
      />
    ) : null;
  return (
    <section className="pdf-side notes-panel" aria-label={t("notes.list")}>
      <ErrorSummary error={error instanceof Error ? error : null} />
      <Button icon={<Plus aria-hidden />} onPress={() => desk.write(freePlace(state.notes.values(), page))}>
        {t("notes.add_here", { page })}
      </Button>
      {office && all.length > 0 && (
        <Checkbox isSelected={Boolean(state.office)} onChange={(on) => share(on ? office : "", [])}>
          {t("notes.share_all")}
        </Checkbox>
      )}
      {desk.begun && <Begun desk={desk} key={`${desk.begun.page} ${desk.begun.at.join()}`} begun={desk.begun} />}
      {state.loaded && all.length === 0 && !desk.begun && <p className="soft small">{t("notes.empty")}</p>}
      <ol className="plain-list notes-items">
        {placed
          .filter(({ content }) => content.kind !== "ink")
          .map((note) => (
            <Entry key={note.id} desk={desk} note={note} onGo={onGo} share={sharing([note])} />
          ))}
        {inks.map(({ page: at, notes }) => (
          <li key={`ink ${at}`} className="notes-item">
            <button type="button" className="notes-go" onClick={() => onGo(at)}>
              {t("notes.ink_on", { page: at, count: notes.length })}
            </button>
            <div className="row">
              {sharing(notes)}
              <EraseButton
                label={t("notes.erase_ink", { page: at })}
                onPress={() => book.change(notes.map(({ id }) => ({ id, content: null })))}
              />
            </div>
          </li>
        ))}
      </ol>
      {lost.length > 0 && (
        <>
          <h3>{t("notes.lost")}</h3>
          <p className="soft small">{t("notes.lost_lead")}</p>
          <ul className="plain-list notes-items">
            {lost.map((note) => (
              <Lost key={note.id} desk={desk} note={note} page={page} />
            ))}
          </ul>
        </>
      )}
      {desk.shared.map(({ person, items }) => (
        <div key={person.id}>
          <h3>{t("notes.of", { name: person.name })}</h3>
          <ul className="plain-list notes-items">
            {items.map((item) => (
              <Theirs key={item.id} item={item} onGo={onGo} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function groupInks(notes: Note[]): { page: number; notes: Note[] }[] {
  const pages = new Map<number, Note[]>();
  for (const note of notes) {
    if (note.content.kind === "ink") pages.set(note.place.page, [...(pages.get(note.place.page) ?? []), note]);
  }
  return [...pages].map(([page, held]) => ({ page, notes: held }));
}

/** A note of which no word is written yet; its first word makes it. */
function Begun({ desk, begun }: { desk: Desk; begun: { page: number; at: number[] } }) {
  const id = useRef("");
  const [text, setText] = useState("");
  const write = (next: string) => {
    setText(next);
    if (!next.trim()) return;
    const content = { ...blank("note", begun.page, "yellow"), at: begun.at, text: next };
    const [made] = desk.book.change([id.current ? { id: id.current, content } : { content }], id.current ? "on" : true);
    id.current = made ?? "";
  };
  const leave = () => {
    if (id.current && !text.trim()) desk.book.change([{ id: id.current, content: null }]);
    desk.write(null);
  };
  return (
    <div className="notes-begun">
      <TextArea
        label={t("notes.new_on", { page: begun.page })}
        value={text}
        onChange={write}
        maxLength={mostText}
        rows={4}
        autoFocus
      />
      <Button onPress={leave}>{t("notes.done")}</Button>
    </div>
  );
}

function Entry({
  desk,
  note,
  onGo,
  share,
}: {
  desk: Desk;
  note: Note;
  onGo: (page: number) => void;
  share: React.ReactNode;
}) {
  const { book } = desk;
  const { content } = note;
  const chosen = desk.chosen === note.id;
  const [text, setText] = useState(content.text);
  const item = useRef<HTMLLIElement>(null);
  // Written on another device, or taken back here.
  useEffect(() => setText(content.text), [content.text]);
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const write = (next: string) => {
    setText(next);
    if (content.kind === "note" && !next.trim()) return;
    book.change([{ id: note.id, content: { ...content, text: next } }], "on");
  };
  // What is being begun stands above until it is done.
  if (desk.begun && content.at.join() === desk.begun.at.join() && content.page === desk.begun.page) return null;
  return (
    <li ref={item} className={cx("notes-item", `notes-edge-${content.colour}`, chosen && "notes-item-chosen")}>
      <button
        type="button"
        className="notes-go"
        aria-expanded={chosen}
        onClick={() => {
          desk.choose(chosen ? "" : note.id);
          onGo(note.place.page);
        }}
      >
        <span className="soft small">
          {t("notes.page", { page: note.place.page })}
          {note.place.how !== "here" && ` · ${t("notes.carried", { number: note.number })}`}
        </span>
        {content.quote && <span className="notes-quote">{content.quote}</span>}
        {!content.quote && content.kind === "highlight" && <span>{t("notes.lit_box")}</span>}
        {!chosen && content.text && <span className="notes-text">{content.text}</span>}
      </button>
      {chosen && (
        <>
          <TextArea
            label={t(content.kind === "note" ? "notes.text" : "notes.text_of_light")}
            value={text}
            onChange={write}
            maxLength={mostText}
            rows={3}
            autoFocus
          />
          <p className="small soft">
            {note.office || desk.state.office ? t("notes.office_reads") : t("notes.private")}
          </p>
          <div className="row">
            {share}
            <EraseButton
              label={t("notes.erase")}
              onPress={() => {
                desk.choose("");
                book.change([{ id: note.id, content: null }]);
              }}
            />
          </div>
        </>
      )}
    </li>
  );
}

function Lost({ desk, note, page }: { desk: Desk; note: Note; page: number }) {
  const { book } = desk;
  const { content } = note;
  return (
    <li className={cx("notes-item", `notes-edge-${content.colour}`)}>
      <p className="soft small">
        {note.number > 0
          ? t("notes.lost_from", { number: note.number, page: content.page })
          : t("notes.lost_gone", { page: content.page })}
      </p>
      {content.quote && <p className="notes-quote">{content.quote}</p>}
      {content.text && <p className="notes-text">{content.text}</p>}
      {content.kind === "ink" && <p>{t("notes.ink")}</p>}
      <div className="row">
        {content.kind !== "ink" && (
          <Button
            variant="quiet"
            onPress={() =>
              book.change([
                { id: note.id, content: null },
                {
                  content: {
                    ...blank("note", page, content.colour),
                    at: freePlace(desk.state.notes.values(), page).at,
                    text: [content.quote && `“${content.quote}”`, content.text].filter(Boolean).join("\n"),
                  },
                },
              ])
            }
          >
            {t("notes.put_here", { page })}
          </Button>
        )}
        <EraseButton label={t("notes.erase")} onPress={() => book.change([{ id: note.id, content: null }])} />
      </div>
    </li>
  );
}

function Theirs({ item, onGo }: { item: View; onGo: (page: number) => void }) {
  const words = item.text || item.quote || t(item.kind === "ink" ? "notes.ink" : "notes.lit_box");
  if (item.place.page === 0) return <li className="notes-item">{words}</li>;
  return (
    <li className={cx("notes-item", `notes-edge-${item.colour}`)}>
      <button type="button" className="notes-go" onClick={() => onGo(item.place.page)}>
        <span className="soft small">{t("notes.page", { page: item.place.page })}</span>
        {item.text && item.quote && <span className="notes-quote">{item.quote}</span>}
        <span className="notes-text">{words}</span>
      </button>
    </li>
  );
}

function ShareButton({ shared, onPress }: { shared: boolean; onPress: (share: boolean) => void }) {
  return (
    <Button
      variant="quiet"
      icon={shared ? <LockOpen aria-hidden /> : <Lock aria-hidden />}
      onPress={() => onPress(!shared)}
    >
      {t(shared ? "notes.take_back" : "notes.share")}
    </Button>
  );
}

function EraseButton({ label, onPress }: { label: string; onPress: () => void }) {
  return <Button variant="quiet" icon={<Trash2 aria-hidden />} aria-label={label} onPress={onPress} />;
}
