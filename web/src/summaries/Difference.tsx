/** What differs between two versions: opinions, rows, words, and sentences that stand elsewhere. */
import type { ReactNode } from "react";
import { t, tMaybe } from "../i18n/index.ts";
import { EmptyState } from "../ui/Page.tsx";
import { Table } from "../ui/Table.tsx";
import type { Diff, Place } from "./types.ts";
import { nameOf, renamedOf, stanceText } from "./words.tsx";

export function Difference({ view }: { view: Diff }) {
  const { added, removed, words, ordered, opinions, moves } = view;
  if ([added, removed, words, ordered, opinions, moves].every((list) => list.length === 0)) {
    return <EmptyState title={t("versions.same")}>{t("versions.same_lead")}</EmptyState>;
  }
  const row = (one: Diff["added"][number]) => (
    <li key={one.id}>{t("versions.row_points", { row: nameOf(one.name), count: one.points })}</li>
  );
  return (
    <div className="stack">
      <Part title={t("versions.opinions", { count: opinions.length })} empty={opinions.length === 0}>
        {opinions.map((one) => (
          <li key={one.opinion}>
            {one.who || t("versions.who_gone")}: {tMaybe(`versions.how_${one.how}`)}
          </li>
        ))}
      </Part>
      <Part title={t("versions.added", { count: added.length })} empty={added.length === 0}>
        {added.map(row)}
      </Part>
      <Part title={t("versions.removed", { count: removed.length })} empty={removed.length === 0}>
        {removed.map(row)}
      </Part>
      <Part title={t("versions.words", { count: words.length })} empty={words.length === 0}>
        {words.map((one) => (
          <li key={one.id} className="stack-tight">
            <strong>{nameOf(one.is)}</strong>
            {(one.was.vi !== one.is.vi || one.was.en !== one.is.en) && <Both {...renamedOf(one.was, one.is)} />}
            {one.gists.map((gist) => (
              <div key={gist.stance} className="stack-tight">
                <span>{stanceText(gist.stance)}</span>
                <Both was={gist.was} is={gist.is} />
              </div>
            ))}
          </li>
        ))}
      </Part>
      <Part title={t("versions.ordered", { count: ordered.length })} empty={ordered.length === 0}>
        {ordered.map(row)}
      </Part>
      {moves.length > 0 && (
        <div className="stack-tight">
          <h3>{t("versions.moves", { count: moves.reduce((sum, one) => sum + one.words.length, 0) })}</h3>
          <Table
            caption={t("versions.moves", { count: moves.length })}
            hideCaption
            rows={moves}
            rowKey={(one, index) => `${one.opinion}-${index}`}
            columns={[
              {
                key: "who",
                header: t("versions.who"),
                rowHeader: true,
                cell: (one) => one.who || t("versions.who_gone"),
              },
              {
                key: "words",
                header: t("versions.sentences"),
                cell: (one) =>
                  one.words.map((text, index) => <p key={index}>{text || <i>{t("versions.words_gone")}</i>}</p>),
              },
              { key: "from", header: t("versions.place_from"), cell: (one) => placeText(one.from) },
              { key: "to", header: t("versions.place_to"), cell: (one) => placeText(one.to) },
            ]}
          />
        </div>
      )}
    </div>
  );
}

function Part({ title, empty, children }: { title: string; empty: boolean; children: ReactNode }) {
  if (empty) return null;
  return (
    <div className="stack-tight">
      <h3>{title}</h3>
      <ul className="synth-parts stack-tight">{children}</ul>
    </div>
  );
}

/** Words as they were and as they are; that one is crossed out is also said. */
function Both({ was, is }: { was: string; is: string }) {
  return (
    <>
      <del>{t("versions.was", { words: was || t("versions.nothing") })}</del>
      <ins>{t("versions.is", { words: is || t("versions.nothing") })}</ins>
    </>
  );
}

function placeText(place: Place): string {
  switch (place.kind) {
    case "row":
      return t("versions.at_row", { row: nameOf(place.name) });
    case "apart":
      return t("versions.at_apart", { rule: tMaybe(`synth.rule_${place.rule}`, place.rule) });
    case "waiting":
      return t("versions.at_waiting");
  }
  return t("versions.at_none");
}
