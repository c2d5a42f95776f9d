/** Two versions of a paper side by side: what was taken out and put in, in words, and marked on the pages. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { bare } from "../annotations/places.ts";
import { request } from "../api/client.ts";
import type { Schema } from "../api/types.ts";
import { t } from "../i18n/index.ts";
import { Checkbox } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { Banner, Loading, Read } from "../ui/Status.tsx";
import { PageView } from "./PageView.tsx";
import type { PageText, Paper, Size } from "./paper.ts";
import { type Hit, piecesOf } from "./search.ts";
import { usePaper } from "./usePaper.ts";
import "./compare.css";

type Comparison = Schema<"PaperComparisonView">;
type Difference = Comparison["differences"][number];

export default function Compare({
  version,
  before,
  title,
  onClose,
}: {
  version: string;
  before: string;
  title: string;
  onClose: () => void;
}) {
  const comparison = useQuery<Comparison>({
    queryKey: ["compare", before, version],
    queryFn: ({ signal }) =>
      request("GET", `/api/versions/${version}/compare`, undefined, { query: { with: before }, signal }),
  });
  return (
    <Dialog isOpen full onClose={onClose} title={t("compare.title", { title })}>
      <Read of={comparison}>{(held) => <Both held={held} from={before} to={version} />}</Read>
    </Dialog>
  );
}

function Both({ held, from, to }: { held: Comparison; from: string; to: string }) {
  const old = usePaper(`/api/versions/${from}/reading`);
  const fresh = usePaper(`/api/versions/${to}/reading`);
  const changed = held.pairs.some((pair) => !pair.same);
  const [only, setOnly] = useState(changed);
  const view = useRef<HTMLDivElement>(null);
  const pairs = only ? held.pairs.filter((pair) => !pair.same) : held.pairs;
  const go = (difference: Difference) => {
    const index = pairs.findIndex(
      (pair) => pair.to === difference.to || (difference.to === 0 && pair.from === difference.from),
    );
    view.current?.querySelector(`[data-pair="${index}"]`)?.scrollIntoView({ block: "start" });
  };
  return (
    <div className="compare">
      <section
        className="compare-list stack-tight"
        aria-label={t("compare.changes", { count: held.differences.length })}
      >
        <h3>{t("compare.changes", { count: held.differences.length })}</h3>
        {!changed && <p>{t("compare.none")}</p>}
        {changed && held.differences.length === 0 && <p>{t("compare.scan")}</p>}
        {held.vague && <Banner tone="info" title={t("compare.vague")} />}
        <ol className="plain-list stack-tight">
          {held.differences.map((difference, index) => (
            <li key={index}>
              <button type="button" className="compare-line" onClick={() => go(difference)}>
                <span className="soft small">{t("compare.place", { from: difference.from, to: difference.to })}</span>
                <span className="compare-words">
                  {difference.before}{" "}
                  {difference.removed && (
                    <del>
                      <span className="visually-hidden">{t("compare.removed")}: </span>
                      {difference.removed}
                    </del>
                  )}{" "}
                  {difference.added && (
                    <ins>
                      <span className="visually-hidden">{t("compare.added")}: </span>
                      {difference.added}
                    </ins>
                  )}{" "}
                  {difference.after}
                </span>
              </button>
            </li>
          ))}
        </ol>
      </section>
      <section className="compare-pages" aria-label={t("compare.pages")}>
        {changed && (
          <Checkbox isSelected={only} onChange={setOnly}>
            {t("compare.only_changed")}
          </Checkbox>
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className="compare-view" ref={view} tabIndex={0}>
          {!old.paper || !fresh.paper ? (
            <Loading label={t("pdf.loading")} />
          ) : (
            pairs.map((pair, index) => (
              <Row
                key={`${pair.from} ${pair.to}`}
                index={index}
                pair={pair}
                held={held}
                old={old.paper as Paper}
                fresh={fresh.paper as Paper}
              />
            ))
          )}
        </div>
      </section>
    </div>
  );
}

function Row({
  index,
  pair,
  held,
  old,
  fresh,
}: {
  index: number;
  pair: Comparison["pairs"][number];
  held: Comparison;
  old: Paper;
  fresh: Paper;
}) {
  const row = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const watcher = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: element.closest(".compare-view"),
      rootMargin: "50%",
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return (
    <div className="compare-row" ref={row} data-pair={index}>
      <Side
        paper={old}
        number={pair.from}
        version={held.from.number}
        near={near}
        words={held.differences.filter((one) => one.from === pair.from).map((one) => [one.before, one.removed])}
        tone="removed"
      />
      <Side
        paper={fresh}
        number={pair.to}
        version={held.to.number}
        near={near}
        words={held.differences.filter((one) => one.to === pair.to).map((one) => [one.before, one.added])}
        tone="added"
      />
    </div>
  );
}

const a4: Size = { width: 595, height: 842 };

function Side({
  paper,
  number,
  version,
  near,
  words,
  tone,
}: {
  paper: Paper;
  number: number;
  version: number;
  near: boolean;
  words: [before: string, words: string][];
  tone: "removed" | "added";
}) {
  const side = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [size, setSize] = useState(a4);
  const [text, setText] = useState<PageText | null>(null);
  useEffect(() => {
    const element = side.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (near && number > 0) void paper.text(number).then(setText, () => undefined);
  }, [near, paper, number]);
  const noteSize = useCallback((_: number, next: Size) => setSize(next), []);
  const print = JSON.stringify(words);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words by their content, not by their list
  const hits = useMemo(
    () => (text ? words.flatMap(([before, said]) => hitOf(number, text, before, said)) : []),
    [text, print, number],
  );
  return (
    <div className={`compare-side compare-${tone}`} ref={side}>
      <p className="soft small">
        {number > 0 ? t("compare.page", { page: number, number: version }) : t("compare.version", { number: version })}
      </p>
      {number === 0 ? (
        <EmptyState title={t("compare.no_page")} />
      ) : (
        width > 0 && (
          <PageView
            paper={paper}
            number={number}
            total={paper.pages}
            size={size}
            scale={width / size.width}
            turn={0}
            rank={near ? 0 : null}
            hits={hits}
            active={null}
            onSize={noteSize}
          />
        )
      )}
    </div>
  );
}

/** Where the words of a difference stand on a page, by those before them. */
function hitOf(page: number, { text, starts }: PageText, before: string, said: string): Hit[] {
  const hay = bare(text);
  const needle = bare(said).text;
  if (!needle) return [];
  const lead = bare(before).text;
  // At the top of a page the words before stand on another one.
  const led = lead ? hay.text.indexOf(lead + needle) : -1;
  const start = led >= 0 ? led + lead.length : hay.text.indexOf(needle);
  if (start < 0) return [];
  const from = hay.at[start] ?? 0;
  const until = (hay.at[start + needle.length - 1] ?? 0) + 1;
  return [{ page, text: said, pieces: piecesOf(starts, text.length, from, until) }];
}
