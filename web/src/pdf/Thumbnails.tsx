/** The pages as small pictures; each is drawn when it comes into sight and then kept as a picture, not as a canvas. */
import { useEffect, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import { draw, release } from "./draw.ts";
import type { Paper } from "./paper.ts";

const width = 128;

export function Thumbnails({ paper, current, onGo }: { paper: Paper; current: number; onGo: (page: number) => void }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const item = list.current?.children[current - 1];
    const box = list.current;
    if (!(item instanceof HTMLElement) || !box) return;
    const top = item.offsetTop - box.offsetTop;
    if (top < box.scrollTop || top + item.offsetHeight > box.scrollTop + box.clientHeight) {
      box.scrollTop = top - box.clientHeight / 3;
    }
  }, [current]);
  return (
    <nav className="pdf-side" aria-label={t("pdf.thumbnails")}>
      <ol className="pdf-thumbs" ref={list}>
        {Array.from({ length: paper.pages }, (_, index) => (
          <Thumbnail key={index} paper={paper} number={index + 1} current={index + 1 === current} onGo={onGo} />
        ))}
      </ol>
    </nav>
  );
}

function Thumbnail({
  paper,
  number,
  current,
  onGo,
}: {
  paper: Paper;
  number: number;
  current: boolean;
  onGo: (page: number) => void;
}) {
  const item = useRef<HTMLLIElement>(null);
  const [picture, setPicture] = useState("");
  const [seen, setSeen] = useState(false);

  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? false));
    if (item.current) watcher.observe(item.current);
    return () => watcher.disconnect();
  }, []);

  useEffect(() => {
    if (!seen || picture) return;
    let stopped = false;
    // After every page of the reader itself, and only when still in sight.
    const leave = paper.queue.add(10 + number, async () => {
      const page = await paper.page(number);
      if (stopped) return;
      const scale = width / page.getViewport({ scale: 1 }).width;
      const canvas = await draw(page, scale, page.rotate, Math.min(devicePixelRatio || 1, 2)).canvas;
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
      release(canvas);
      if (blob && !stopped) setPicture(URL.createObjectURL(blob));
    });
    return () => {
      stopped = true;
      leave();
    };
  }, [paper, number, seen, picture]);

  useEffect(() => () => URL.revokeObjectURL(picture), [picture]);

  return (
    <li ref={item}>
      <button
        type="button"
        className="pdf-thumb"
        aria-label={t("pdf.page_label", { page: number, total: paper.pages })}
        aria-current={current ? "page" : undefined}
        onClick={() => onGo(number)}
      >
        {picture ? <img src={picture} alt="" /> : <span className="pdf-thumb-empty" />}
        <span className="number">{number}</span>
      </button>
    </li>
  );
}
