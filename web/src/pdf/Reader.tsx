/**
 * The reader of papers. The first page's picture, if the server gave one, is there
 * at once; at most three pages hold a canvas; a rotated tablet keeps its place.
 * Loaded lazily: lazy(() => import("../pdf/Reader.tsx")).
 */
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import "../i18n/late/annotations.ts";
import { Bar } from "../annotations/Bar.tsx";
import { useDesk } from "../annotations/desk.ts";
import { Layer } from "../annotations/Layer.tsx";
import { Panel } from "../annotations/Panel.tsx";
import { t } from "../i18n/index.ts";
import { Button, DownloadButton } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Banner, Loading } from "../ui/Status.tsx";
import { PageView } from "./PageView.tsx";
import type { Size } from "./paper.ts";
import { SearchPanel } from "./SearchPanel.tsx";
import type { Hit } from "./search.ts";
import { Thumbnails } from "./Thumbnails.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { useEarlier, usePaper } from "./usePaper.ts";
import "./pdf.css";

const Compare = lazy(() => import("./Compare.tsx"));

export interface ReaderProps {
  /** The reading copy; must answer range requests. */
  src: string;
  title: string;
  /** How many pages it has, where the server has counted them. */
  pages?: number | undefined;
  /** A picture of the first page, shown while the rest loads. */
  firstPageImage?: string | undefined;
  /** Where the original can be taken from. */
  download?: string | undefined;
  /** Told when another page is being read. */
  onPage?: (page: number) => void;
  /** The version of the paper, where its reader may draw and write on it. */
  version?: string | undefined;
  /** The page to go to, when it is given and changes: that of a presenter who is followed. */
  page?: number | undefined;
}

const a4: Size = { width: 595, height: 842 };
const gap = 12;
const noHits: Hit[] = [];
const zooms = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

export default function Reader({ src, title, pages, firstPageImage, download, onPage, page, version }: ReaderProps) {
  const { paper, failed, retry } = usePaper(src);
  const total = paper?.pages ?? pages ?? 1;
  const [sizes, setSizes] = useState<Record<number, Size>>({});
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState(0);
  const [current, setCurrent] = useState(1);
  const [side, setSide] = useState<"" | "thumbs" | "search">("");
  const [hits, setHits] = useState<Hit[]>([]);
  const [active, setActive] = useState<Hit | null>(null);
  const desk = useDesk(version);
  const before = useEarlier(version);
  const [comparing, compare] = useState(false);
  const view = useRef<HTMLDivElement>(null);
  const width = useWidth(view);

  const first = sizes[1] ?? a4;
  const sizeOf = (page: number) => sizes[page] ?? first;
  const sideways = turn % 180 !== 0;
  const scale = (Math.max(160, width - 2 * gap) / (sideways ? first.height : first.width)) * zoom;

  const noteSize = useCallback((page: number, size: Size) => setSizes((old) => ({ ...old, [page]: size })), []);
  useEffect(() => {
    setSizes({});
    setCurrent(1);
    setHits([]);
    setActive(null);
    if (!paper) return;
    paper.size(1).then(
      (size) => noteSize(1, size),
      () => {}, // it was closed meanwhile; a page that cannot be read says so where it is drawn
    );
  }, [paper, noteSize]);

  const hitsOf = useMemo(() => byPage(hits), [hits]);
  const place = useKeptPlace(view, `${scale} ${turn} ${total}`);
  const shape = useRef("");
  const watch = () => {
    const now = `${view.current?.clientWidth} ${view.current?.clientHeight} ${view.current?.scrollHeight}`;
    const moved = shape.current !== "" && shape.current !== now;
    shape.current = now;
    // The pages moved under the reader, who has turned none: whoever follows goes on following.
    if (moved && page) return go(page);
    place.remember();
    const read = pageInMiddle(view.current);
    if (read && read !== current) {
      setCurrent(read);
      onPage?.(read);
    }
  };
  const go = (page: number) => {
    const target = Math.min(Math.max(1, page), total);
    const element = view.current?.querySelector(`[data-page="${target}"]`);
    if (view.current && element instanceof HTMLElement) view.current.scrollTop = element.offsetTop - gap;
    setCurrent(target);
    onPage?.(target);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page that is asked for is what changed
  useEffect(() => {
    if (page && (paper || page !== current)) go(page);
  }, [page, paper]);
  const goHit = (hit: Hit) => {
    setActive(hit);
    if (hit.page !== current) go(hit.page);
  };
  const step = (by: number) => {
    const near = zooms.reduce((a, b, index) => (Math.abs(b - zoom) < Math.abs((zooms[a] ?? 1) - zoom) ? index : a), 0);
    setZoom(zooms[Math.min(zooms.length - 1, Math.max(0, near + by))] ?? 1);
  };
  const keys = (event: React.KeyboardEvent) => {
    if (event.altKey || event.metaKey) return;
    const acts: Record<string, () => void> = event.ctrlKey
      ? { f: () => setSide("search") }
      : {
          ArrowRight: () => go(current + 1),
          ArrowLeft: () => go(current - 1),
          Home: () => go(1),
          End: () => go(total),
          "+": () => step(1),
          "-": () => step(-1),
          "0": () => setZoom(1),
        };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <section className="pdf" aria-label={t("pdf.region", { title })}>
      <Toolbar
        page={current}
        total={total}
        zoom={zoom}
        side={side}
        ready={paper !== null}
        download={download}
        onCompare={before ? () => compare(true) : undefined}
        notes={desk ? { open: desk.bar, toggle: () => desk.showBar(!desk.bar) } : undefined}
        onGo={go}
        onZoom={step}
        onFit={() => setZoom(1)}
        onTurn={() => setTurn((turn + 90) % 360)}
        onSide={(next) => {
          setSide(side === next ? "" : next);
          if (next === "search" || side === "search") {
            setHits([]);
            setActive(null);
          }
        }}
      />
      {desk?.bar && <Bar desk={desk} page={current} onGo={go} />}
      {failed ? (
        <Banner
          tone="bad"
          title={t("pdf.failed")}
          action={
            <div className="row">
              {download && <DownloadButton href={download}>{t("pdf.download")}</DownloadButton>}
              <Button onPress={retry}>{t("act.retry")}</Button>
            </div>
          }
        >
          {t("pdf.failed_lead")}
        </Banner>
      ) : (
        <div className={cx("pdf-body", (side || desk?.list) && "pdf-body-side")}>
          {paper && side === "thumbs" && <Thumbnails paper={paper} current={current} onGo={go} />}
          {paper && side === "search" && <SearchPanel paper={paper} active={active} onHits={setHits} onGo={goHit} />}
          {desk?.list && !side && <Panel desk={desk} page={current} onGo={go} />}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys only repeat what the buttons above do */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <div className="pdf-view" ref={view} tabIndex={0} onScroll={watch} onKeyDown={keys}>
            {!paper && !firstPageImage && <Loading label={t("pdf.loading")} />}
            {(paper || firstPageImage) &&
              Array.from({ length: paper ? total : 1 }, (_, index) => {
                const page = index + 1;
                const distance = Math.abs(page - current);
                return (
                  <PageView
                    key={page}
                    paper={paper}
                    number={page}
                    total={total}
                    size={sizeOf(page)}
                    scale={scale}
                    turn={turn}
                    rank={distance <= 1 ? distance : null}
                    hits={hitsOf.get(page) ?? noHits}
                    active={active?.page === page ? active : null}
                    picture={page === 1 ? firstPageImage : undefined}
                    onSize={noteSize}
                    over={
                      desk && distance <= 1
                        ? (layer) => <Layer desk={desk} number={page} size={sizeOf(page)} turn={turn} layer={layer} />
                        : undefined
                    }
                  />
                );
              })}
          </div>
        </div>
      )}
      {comparing && version && before && (
        <Suspense>
          <Compare version={version} before={before} title={title} onClose={() => compare(false)} />
        </Suspense>
      )}
    </section>
  );
}

function byPage(hits: Hit[]): Map<number, Hit[]> {
  const pages = new Map<number, Hit[]>();
  for (const hit of hits) pages.set(hit.page, [...(pages.get(hit.page) ?? []), hit]);
  return pages;
}

/** The width of the view, also after the tablet is turned. */
function useWidth(view: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const element = view.current;
    if (!element) return;
    setWidth(element.clientWidth);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watcher = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => setWidth(element.clientWidth), 80);
    });
    watcher.observe(element);
    return () => {
      clearTimeout(timer);
      watcher.disconnect();
    };
  }, [view]);
  return width;
}

/** Keeps the words being read where they were when the pages change their size. */
function useKeptPlace(view: React.RefObject<HTMLDivElement | null>, layout: string) {
  const kept = useRef({ page: 1, share: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout is what moves the pages
  useEffect(() => {
    const element = view.current?.querySelector(`[data-page="${kept.current.page}"]`);
    if (!view.current || !(element instanceof HTMLElement)) return;
    if (kept.current.page > 1 || kept.current.share > 0) {
      view.current.scrollTop = element.offsetTop + kept.current.share * element.offsetHeight;
    }
  }, [layout]);
  return {
    remember: () => {
      const top = view.current?.scrollTop ?? 0;
      for (const element of view.current?.querySelectorAll<HTMLElement>("[data-page]") ?? []) {
        if (element.offsetTop + element.offsetHeight > top) {
          const share = (top - element.offsetTop) / Math.max(1, element.offsetHeight);
          kept.current = { page: Number(element.dataset.page), share: Math.max(0, share) };
          return;
        }
      }
    },
  };
}

function pageInMiddle(view: HTMLDivElement | null): number {
  if (!view) return 0;
  const middle = view.scrollTop + view.clientHeight / 3;
  let page = 1;
  for (const element of view.querySelectorAll<HTMLElement>("[data-page]")) {
    if (element.offsetTop > middle) break;
    page = Number(element.dataset.page);
  }
  return page;
}
