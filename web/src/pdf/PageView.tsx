/**
 * One page: an empty sheet of the right size, then its picture and its text. The
 * old picture stays, stretched, until the new one is whole.
 */
import type { TextLayer } from "pdfjs-dist";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import { draw, release } from "./draw.ts";
import { type Paper, pdfjs, type Size } from "./paper.ts";
import type { Hit } from "./search.ts";

export interface PageViewProps {
  paper: Paper | null;
  number: number;
  total: number;
  /** In points, before rotation by the reader. */
  size: Size;
  scale: number;
  turn: number;
  /** 0 for the page being read, higher for its neighbours; null: no picture. */
  rank: number | null;
  hits: Hit[];
  active: Hit | null;
  /** Shown until the first picture is whole. */
  picture?: string | undefined;
  onSize: (number: number, size: Size) => void;
  /** What is drawn over the page; layer is its text once that is there. */
  over?: ((layer: TextLayer | null) => ReactNode) | undefined;
}

export function PageView({
  paper,
  number,
  total,
  size,
  scale,
  turn,
  rank,
  hits,
  active,
  picture,
  onSize,
  over,
}: PageViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const texts = useRef<HTMLDivElement>(null);
  const layer = useRef<TextLayer | null>(null);
  const [text, setText] = useState<TextLayer | null>(null);
  const marks = useRef({ hits, active });
  marks.current = { hits, active };
  const sideways = turn % 180 !== 0;
  const width = Math.round((sideways ? size.height : size.width) * scale);
  const height = Math.round((sideways ? size.width : size.height) * scale);
  const live = rank !== null;

  // The size is set here, not as an attribute: the page's policy allows no inline style.
  useEffect(() => {
    const style = box.current?.style;
    if (!style) return;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.setProperty("--total-scale-factor", String(scale));
    style.setProperty("--scale-round-x", "1px");
    style.setProperty("--scale-round-y", "1px");
  }, [width, height, scale]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rank only orders the queue; a change of it draws nothing again
  useEffect(() => {
    if (!paper || !live) return;
    let stopped = false;
    let stop = () => {};
    const leave = paper.queue.add(rank ?? 0, async () => {
      const page = await paper.page(number);
      if (stopped) return;
      const real = page.getViewport({ scale: 1 });
      if (Math.abs(real.width - size.width) > 1 || Math.abs(real.height - size.height) > 1) {
        onSize(number, { width: real.width, height: real.height });
        return;
      }
      const rotation = (page.rotate + turn) % 360;
      const drawing = draw(page, scale, rotation, Math.min(devicePixelRatio || 1, 2));
      stop = drawing.stop;
      const canvas = await drawing.canvas;
      if (stopped || !host.current) return release(canvas);
      stop = () => {};
      canvas.setAttribute("aria-hidden", "true");
      const old = host.current.querySelector("canvas");
      host.current.replaceChildren(canvas);
      if (old) release(old);
      if (!texts.current) return;
      texts.current.replaceChildren();
      const { TextLayer } = await pdfjs();
      const next = new TextLayer({
        textContentSource: page.streamTextContent(),
        container: texts.current,
        viewport: page.getViewport({ scale, rotation }),
      });
      stop = () => next.cancel();
      await next.render();
      stop = () => {};
      layer.current = next;
      setText(next);
      mark(next, marks.current.hits, marks.current.active);
    });
    return () => {
      stopped = true;
      leave();
      stop();
    };
  }, [paper, live, number, scale, turn, size.width, size.height]);

  // A page out of sight gives its memory back.
  useEffect(() => {
    if (live) return;
    const canvas = host.current?.querySelector("canvas");
    if (canvas) release(canvas);
    host.current?.replaceChildren();
    texts.current?.replaceChildren();
    layer.current = null;
    setText(null);
  }, [live]);

  useEffect(() => {
    if (layer.current) mark(layer.current, hits, active);
  }, [hits, active]);

  // The place that was chosen comes into sight once, when its mark is there.
  const shown = useRef<Hit | null>(null);
  useEffect(() => {
    if (active === shown.current) return;
    if (!active) {
      shown.current = null;
      return;
    }
    const timer = setInterval(() => {
      const lamp = texts.current?.querySelector(".pdf-mark-active");
      if (!lamp) return;
      clearInterval(timer);
      shown.current = active;
      // From the head of its page, so that this page and not the one before is the one being read.
      if (!inSight(lamp)) box.current?.scrollIntoView();
      if (!inSight(lamp)) lamp.scrollIntoView({ block: "center", inline: "nearest" });
    }, 60);
    return () => clearInterval(timer);
  }, [active]);

  return (
    <article
      className="pdf-page"
      data-page={number}
      ref={box}
      aria-label={t("pdf.page_label", { page: number, total })}
    >
      {picture && turn === 0 && <img className="pdf-picture" src={picture} alt="" />}
      <div className="pdf-canvas" ref={host} />
      <div className="textLayer" ref={texts} />
      {over?.(text)}
    </article>
  );
}

function inSight(lamp: Element): boolean {
  const view = lamp.closest(".pdf-view")?.getBoundingClientRect();
  const { top, bottom } = lamp.getBoundingClientRect();
  return view !== undefined && top >= view.top && bottom <= view.bottom;
}

/** Puts marks around the found places in the text over the picture. */
function mark(layer: TextLayer, hits: Hit[], active: Hit | null): void {
  const pieces = layer.textContentItemsStr;
  layer.textDivs.forEach((div, index) => {
    const text = pieces[index] ?? "";
    const here = hits.flatMap((hit) =>
      hit.pieces.filter((piece) => piece.index === index).map((piece) => ({ ...piece, lit: hit === active })),
    );
    if (here.length === 0) {
      if (div.firstElementChild) div.textContent = text;
      return;
    }
    const parts: (string | Node)[] = [];
    let from = 0;
    for (const { start, end, lit } of here) {
      parts.push(text.slice(from, start));
      const lamp = document.createElement("mark");
      lamp.textContent = text.slice(start, end);
      if (lit) lamp.className = "pdf-mark-active";
      parts.push(lamp);
      from = end;
    }
    parts.push(text.slice(from));
    div.replaceChildren(...parts);
  });
}
