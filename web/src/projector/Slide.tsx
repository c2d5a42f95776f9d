/**
 * One page of a paper over the whole space. The page is swapped when it is whole;
 * the next one is drawn ahead, so that turning shows it at once.
 */
import { useEffect, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import { draw, release } from "../pdf/draw.ts";
import { Paper } from "../pdf/paper.ts";

export function Slide({ src, page, title }: { src: string; page: number; title: string }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef(new Map<number, HTMLCanvasElement>());
  const [paper, setPaper] = useState<Paper | null>(null);
  const [failed, setFailed] = useState(false);
  const [size, setSize] = useState("");

  useEffect(() => {
    const stop = new AbortController();
    let opened: Paper | null = null;
    setFailed(false);
    Paper.open(src, stop.signal).then(
      (next) => {
        if (stop.signal.aborted) return next.close();
        opened = next;
        setPaper(next);
      },
      () => !stop.signal.aborted && setFailed(true),
    );
    return () => {
      stop.abort();
      opened?.close();
      setPaper(null);
    };
  }, [src]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => setSize(`${element.clientWidth}x${element.clientHeight}`));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  // What was drawn belongs to one paper at one size.
  // biome-ignore lint/correctness/useExhaustiveDependencies: paper and size are what makes it old
  useEffect(() => {
    const kept = drawn.current;
    return () => {
      for (const canvas of kept.values()) if (!canvas.isConnected) release(canvas);
      kept.clear();
    };
  }, [paper, size]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another size is drawn anew
  useEffect(() => {
    const element = box.current;
    if (!paper || !element) return;
    let left = false;
    const make = async (number: number) => {
      const ready = drawn.current.get(number);
      if (ready) return ready;
      const one = await paper.page(number);
      if (left) return null;
      const whole = one.getViewport({ scale: 1 });
      const scale = Math.min(element.clientWidth / whole.width, element.clientHeight / whole.height);
      const canvas = await draw(one, scale, one.rotate, devicePixelRatio || 1).canvas;
      if (left) {
        release(canvas);
        return null;
      }
      canvas.style.width = `${Math.floor(whole.width * scale)}px`;
      canvas.style.height = `${Math.floor(whole.height * scale)}px`;
      drawn.current.set(number, canvas);
      return canvas;
    };
    void (async () => {
      const canvas = await make(Math.min(page, paper.pages));
      if (!canvas || left) return;
      element.replaceChildren(canvas);
      element.dataset.page = String(page);
      for (const [number, old] of drawn.current) {
        if (Math.abs(number - page) <= 1) continue;
        drawn.current.delete(number);
        release(old);
      }
      if (page < paper.pages && (await make(page + 1)) && !left) element.dataset.ahead = String(page + 1);
    })().catch(() => !left && setFailed(true));
    return () => {
      left = true;
    };
  }, [paper, page, size]);

  return (
    <>
      <div className="screen-page" ref={box} role="img" aria-label={t("screen.page", { title, page })} />
      {failed && <p className="screen-note">{t("screen.page_failed")}</p>}
    </>
  );
}
