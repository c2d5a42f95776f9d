/**
 * The one way to the server. Every call carries the reader's language; every
 * command an idempotency key that stays the same when the call is repeated after
 * a lost connection, a sign-in or a signing step. Refusals are thrown as Problem.
 */
import { language, t } from "../i18n/index.ts";
import { NetworkProblem, Problem, type ProblemBody } from "./problem.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface CallOptions {
  query?: Record<string, string | number | boolean | undefined>;
  /** Keeps a command's identity over presses of "try again"; see useCommand. */
  key?: string;
  signal?: AbortSignal;
  /** Do not open the sign-in or signing dialogs: the sign-in screens themselves. */
  bare?: boolean;
  /** The server wants the signing window open for this: it is asked for first, so that nothing is refused on the way. */
  signs?: boolean;
}

/** What the shell does when the server asks who this is. Each answers whether to repeat the call. */
export interface Gates {
  signIn: () => Promise<boolean>;
  signingWindow: () => Promise<boolean>;
  /** Whether the signing window is open as far as the client knows. */
  signingOpen?: () => boolean;
}

let gates: Gates | null = null;

/** Set once by the shell. */
export function setGates(next: Gates | null): void {
  gates = next;
}

/** Calls the server and returns its JSON (undefined for an empty answer). */
export async function request<T>(method: Method, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const key = method === "GET" ? undefined : (options.key ?? newKey());
  if (options.signs && gates?.signingOpen && !gates.signingOpen() && !(await gates.signingWindow())) {
    throw new Problem(403, { code: "auth.signing_required", detail: t("problem.signing_left") }, t("problem.unknown"));
  }
  const call = () => once<T>(method, path, body, key, options);
  return options.bare ? call() : gated(call);
}

/** Makes a call again after the sign-in or the signing that it was refused for. */
export async function gated<T>(call: () => Promise<T>): Promise<T> {
  for (let round = 0; ; round++) {
    try {
      return await call();
    } catch (error) {
      if (round > 1 || !(error instanceof Problem) || !(await passGate(error))) throw error;
    }
  }
}

/** A fresh idempotency key. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The address of a path with its query, for links and downloads as well. */
export function address(path: string, query: CallOptions["query"] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

async function once<T>(
  method: Method,
  path: string,
  body: unknown,
  key: string | undefined,
  options: CallOptions,
): Promise<T> {
  const raw = body instanceof Blob || body instanceof FormData;
  const headers = new Headers({ Accept: "application/json, application/problem+json", "Accept-Language": language() });
  if (key) headers.set("Idempotency-Key", key);
  if (body !== undefined && !raw) headers.set("Content-Type", "application/json");
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new NetworkProblem(t(method === "GET" ? "problem.network" : "problem.unsure"));
  }
  const content = await readJSON(response);
  if (!response.ok) throw new Problem(response.status, (content ?? {}) as ProblemBody, t("problem.unknown"));
  return content as T;
}

async function readJSON(response: Response): Promise<unknown> {
  const type = response.headers.get("Content-Type") ?? "";
  if (response.status === 204 || !type.includes("json")) return undefined;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function passGate(problem: Problem): Promise<boolean> {
  if (problem.code === "auth.signing_required") return (await gates?.signingWindow()) ?? false;
  if (problem.status === 401) return (await gates?.signIn()) ?? false;
  return false;
}

/** Progress of an upload, in bytes. */
export interface Sent {
  done: number;
  total: number;
}

/** Uploads a file or form with progress (fetch reports none). Refusals are thrown like those of request. */
export function upload<T>(
  method: "POST" | "PUT",
  path: string,
  body: FormData | Blob,
  options: CallOptions & { onProgress?: (sent: Sent) => void } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(method, address(path, options.query));
    call.setRequestHeader("Accept", "application/json, application/problem+json");
    call.setRequestHeader("Accept-Language", language());
    call.setRequestHeader("Idempotency-Key", options.key ?? newKey());
    call.upload.onprogress = (event) => options.onProgress?.({ done: event.loaded, total: event.total });
    call.onerror = () => reject(new NetworkProblem(t("problem.unsure")));
    call.onabort = () => reject(new DOMException("aborted", "AbortError"));
    call.onload = () => {
      const content = parse(call.responseText);
      if (call.status >= 200 && call.status < 300) return resolve(content as T);
      reject(new Problem(call.status, (content ?? {}) as ProblemBody, t("problem.unknown")));
    };
    options.signal?.addEventListener("abort", () => call.abort());
    call.send(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
