/** Drawing a page off the screen, within what a tablet's memory takes. */
import type { PDFPageProxy, RenderTask } from "pdfjs-dist";

const mostPixels = 8_000_000;

/** The scale of the picture beside the layout: sharp, but never above the pixels a tablet holds easily. */
export function sharpness(width: number, height: number, wanted: number): number {
  return Math.min(wanted, Math.sqrt(mostPixels / Math.max(1, width * height)));
}

export interface Drawing {
  canvas: Promise<HTMLCanvasElement>;
  stop: () => void;
}

/** Draws a page; the canvas is handed over only when it is whole. */
export function draw(page: PDFPageProxy, scale: number, rotation: number, sharp: number): Drawing {
  const viewport = page.getViewport({ scale, rotation });
  const ratio = sharpness(viewport.width, viewport.height, sharp);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width * ratio));
  canvas.height = Math.max(1, Math.floor(viewport.height * ratio));
  const task: RenderTask = page.render({
    canvas,
    viewport,
    ...(ratio === 1 ? {} : { transform: [ratio, 0, 0, ratio, 0, 0] }),
  });
  return {
    canvas: task.promise.then(() => canvas),
    stop: () => {
      task.cancel();
      release(canvas);
    },
  };
}

/** Gives the memory of a canvas back at once. */
export function release(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}
