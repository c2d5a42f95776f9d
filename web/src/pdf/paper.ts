/**
 * One PDF, opened lazily: pieces of 256 KiB are fetched as pages need them, never
 * the whole file. Pages, their texts and their sizes are kept while it is open.
 */
import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { DrawQueue } from "./queue.ts";

type PdfJs = typeof import("pdfjs-dist");

/** The text of a page and where each of its pieces begins in it. */
export interface PageText {
  text: string;
  starts: number[];
}

export interface Size {
  width: number;
  height: number;
}

let library: Promise<PdfJs> | undefined;

/** pdf.js, loaded once, with its worker from our own origin. */
export function pdfjs(): Promise<PdfJs> {
  library ??= Promise.all([
    import("pdfjs-dist/legacy/build/pdf.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?url"),
  ]).then(([lib, worker]) => {
    lib.GlobalWorkerOptions.workerSrc = worker.default;
    window.addEventListener("unhandledrejection", leaveAborted);
    return lib;
  });
  return library;
}

/** A paper that is left while a piece of it is on its way: pdf.js aborts the request and lets the rejection go. */
function leaveAborted(event: PromiseRejectionEvent): void {
  if (event.reason instanceof DOMException && event.reason.name === "AbortError") event.preventDefault();
}

export class Paper {
  readonly queue = new DrawQueue();
  private readonly texts = new Map<number, Promise<PageText>>();
  private readonly document: PDFDocumentProxy;
  private readonly task: PDFDocumentLoadingTask;

  private constructor(task: PDFDocumentLoadingTask, document: PDFDocumentProxy) {
    this.task = task;
    this.document = document;
  }

  static async open(src: string, signal: AbortSignal): Promise<Paper> {
    const lib = await pdfjs();
    signal.throwIfAborted();
    const task = lib.getDocument({
      url: src,
      rangeChunkSize: 256 * 1024,
      disableAutoFetch: true,
      disableStream: true,
      cMapUrl: "/pdfjs/cmaps/",
      cMapPacked: true,
      standardFontDataUrl: "/pdfjs/standard_fonts/",
      wasmUrl: "/pdfjs/wasm/",
      iccUrl: "/pdfjs/iccs/",
      isEvalSupported: false,
      enableXfa: false,
      verbosity: lib.VerbosityLevel.ERRORS,
    });
    signal.addEventListener("abort", () => void task.destroy());
    return new Paper(task, await task.promise);
  }

  get pages(): number {
    return this.document.numPages;
  }

  page(number: number): Promise<PDFPageProxy> {
    return this.document.getPage(number);
  }

  /** The size of a page in points, upright as its author meant it. */
  async size(number: number): Promise<Size> {
    const { width, height } = (await this.page(number)).getViewport({ scale: 1 });
    return { width, height };
  }

  /** The text of a page, read once. */
  text(number: number): Promise<PageText> {
    let text = this.texts.get(number);
    if (!text) {
      text = this.readText(number);
      this.texts.set(number, text);
    }
    return text;
  }

  close(): void {
    void this.task.destroy();
  }

  private async readText(number: number): Promise<PageText> {
    const page = await this.page(number);
    const { items } = await page.getTextContent();
    const starts: number[] = [];
    let text = "";
    for (const item of items) {
      if (!("str" in item)) continue;
      starts.push(text.length);
      text += item.str;
      if (item.hasEOL) text += "\n";
    }
    return { text, starts };
  }
}
