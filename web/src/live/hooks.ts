/** How screens follow things live. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { refKey } from "../api/query.ts";
import { socket, useSignals } from "./store.ts";

/**
 * Follows a topic ("ballot:<id>", "body", "user:<person>") while the screen is
 * shown. Its views land in the cache under their refs: read them with useThing or useView.
 */
export function useLive(topic: string | null | undefined): void {
  useEffect(() => (topic ? socket.follow(topic) : undefined), [topic]);
}

/** A thing that only the socket brings; undefined until its view has come. */
export function useView<T>(ref: string): T | undefined {
  const { data } = useQuery<T>({
    queryKey: refKey(ref),
    queryFn: () => Promise.reject(new Error("comes over the socket")),
    enabled: false,
  });
  return data;
}

/** The latest signal of a ref; undefined while there is none. */
export function useSignal<T>(ref: string): T | undefined {
  return useSignals((signals) => signals.byRef[ref] as T | undefined);
}
