/**
 * Fetches a file that the server makes and hands it to the browser. Nothing is
 * saved of a file that did not arrive whole: the server breaks off what it cannot
 * finish.
 */
import { language, t } from "../i18n/index.ts";
import { gated } from "./client.ts";
import { NetworkProblem, Problem, type ProblemBody } from "./problem.ts";

export interface Arrived {
  name: string;
  blob: Blob;
}

/** The file at a path, signed in anew where the session is over. */
export function fetchFile(path: string, signal: AbortSignal, onBytes?: (bytes: number) => void): Promise<Arrived> {
  return gated(() => once(path, signal, onBytes));
}

async function once(path: string, signal: AbortSignal, onBytes?: (bytes: number) => void): Promise<Arrived> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { "Accept-Language": language() }, credentials: "same-origin", signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new NetworkProblem(t("problem.network"));
  }
  if (!response.ok || !response.body) {
    const body = (await response.json().catch(() => ({}))) as ProblemBody;
    throw new Problem(response.status, body, t("problem.unknown"));
  }
  const parts = await read(response.body, onBytes);
  return {
    name: nameOf(response.headers.get("Content-Disposition")),
    blob: new Blob(parts, { type: response.headers.get("Content-Type") ?? "" }),
  };
}

async function read(body: ReadableStream<Uint8Array<ArrayBuffer>>, onBytes?: (bytes: number) => void) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = body.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return parts;
      parts.push(value);
      bytes += value.byteLength;
      onBytes?.(bytes);
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new NetworkProblem(t("problem.file_broken"));
  }
}

/** The file's name as the server gives it, and never a path. */
export function nameOf(disposition: string | null): string {
  return /filename="?([\w.-]+)"?$/.exec(disposition ?? "")?.[1] ?? "ecabinet";
}

/** Hands a file to the browser, as if a link had been pressed. */
export function save(file: Arrived): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file.blob);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
