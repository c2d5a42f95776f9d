/**
 * Reading and commanding from screens. Reads are cached by ref ("ballot/<id>")
 * and kept current by the socket, so nothing is polled and a focus of the window
 * loads nothing again. Commands are never optimistic.
 */
import { QueryClient, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Method, newKey, request } from "./client.ts";
import { Problem } from "./problem.ts";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (count, error) => !(error instanceof Problem && error.status < 500) && count < 2,
    },
    mutations: { retry: false },
  },
});

/** The cache key of a thing: live views of that ref are written there. */
export function refKey(ref: string): readonly ["ref", string] {
  return ["ref", ref] as const;
}

/** Reads one thing by its ref; live views of the ref replace it. */
export function useThing<T>(ref: string, path: string, options: { enabled?: boolean } = {}) {
  return useQuery<T>({
    queryKey: refKey(ref),
    queryFn: ({ signal }) => request<T>("GET", path, undefined, { signal }),
    enabled: options.enabled ?? true,
  });
}

/**
 * Reads a thing again where another one that it rests on has changed. What a new round
 * or the closing changes in each member's own answer is sent to nobody; the ballot's
 * view, which all hear, says that it is so. The two count different rows of one
 * journal: a lower rev is surely older, a higher one tells nothing.
 */
export function useAsNew(ref: string, rev: number | undefined, than: number | undefined): void {
  const seen = useRef({ ref, than });
  useEffect(() => {
    if (rev === undefined || than === undefined) return;
    const before = seen.current.ref === ref ? seen.current.than : undefined;
    seen.current = { ref, than };
    if (rev < than || (before !== undefined && before < than)) {
      void queries.invalidateQueries({ queryKey: refKey(ref) });
    }
  }, [ref, rev, than]);
}

/** A list of the server: {"items": [...], "next": "cursor"}. */
export interface List<T> {
  items: T[];
  next?: string;
}

/** Reads a list. `topic` names what makes it old: a view of a ref with that prefix reloads it, at most once a second. */
export function useList<T>(
  path: string,
  query: Record<string, string | number | boolean | undefined> = {},
  options: { enabled?: boolean; refs?: string[] } = {},
) {
  return useQuery<List<T>>({
    queryKey: ["list", path, query],
    queryFn: ({ signal }) => request<List<T>>("GET", path, undefined, { query, signal }),
    enabled: options.enabled ?? true,
    meta: { refs: options.refs ?? [] },
  });
}

export interface Command<In> {
  method?: Method;
  /** The path, or the path of this input. */
  path: string | ((input: In) => string);
  /** The request's body; the input itself where it is not given. */
  body?: (input: In) => unknown;
  /** Prefixes of refs and lists that this command makes old (the socket brings most by itself). */
  touches?: string[];
  /** It needs the signing window, which is asked for first. */
  signs?: boolean;
}

/**
 * A command with its state in words. The idempotency key stays the same while the
 * same input is tried again, and changes after a success or with another input.
 */
export function useCommand<In = void, Out = unknown>(
  command: Command<In>,
  options: { onDone?: (out: Out, input: In) => void } = {},
) {
  const attempt = useRef<{ print: string; key: string } | null>(null);
  return useMutation<Out, Error, In>({
    mutationFn: (input) => {
      const path = typeof command.path === "function" ? command.path(input) : command.path;
      const body = command.body ? command.body(input) : input;
      const print = JSON.stringify([path, body]);
      if (attempt.current?.print !== print) attempt.current = { print, key: newKey() };
      return request<Out>(command.method ?? "POST", path, body, {
        key: attempt.current.key,
        ...(command.signs ? { signs: true } : {}),
      });
    },
    onSuccess: (out, input) => {
      attempt.current = null;
      touch(command.touches ?? []);
      options.onDone?.(out, input);
    },
    onError: (error) => {
      // A refusal was an answer: the next press is a new command.
      if (error instanceof Problem && error.status < 500) attempt.current = null;
    },
  });
}

/** Marks cached things and lists as old; those on the screen load again. */
export function touch(prefixes: string[]): void {
  if (prefixes.length === 0) return;
  void queries.invalidateQueries({
    predicate: ({ queryKey, meta }) => {
      const [kind, name = ""] = queryKey as [string, string?];
      const refs = kind === "ref" ? [name] : [name, ...((meta?.refs as string[] | undefined) ?? [])];
      return refs.some((ref) => prefixes.some((prefix) => ref.startsWith(prefix)));
    },
  });
}
