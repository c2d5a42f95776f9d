import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { request } from "../api/client.ts";
import type { Schema } from "../api/types.ts";
import { Paper } from "./paper.ts";

/** Opens the paper and closes it when another is asked for. */
export function usePaper(src: string) {
  const [paper, setPaper] = useState<Paper | null>(null);
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: round asks again
  useEffect(() => {
    const stop = new AbortController();
    let opened: Paper | null = null;
    setPaper(null);
    setFailed(false);
    Paper.open(src, stop.signal).then(
      (next) => {
        if (stop.signal.aborted) return next.close();
        opened = next;
        setPaper(next);
      },
      () => {
        if (!stop.signal.aborted) setFailed(true);
      },
    );
    return () => {
      stop.abort();
      opened?.close();
    };
  }, [src, round]);
  return { paper, failed, retry: () => setRound(round + 1) };
}

/** The readable version before this one; "" where there is none. */
export function useEarlier(version: string | undefined): string {
  const { data } = useQuery<Schema<"VersionList">>({
    queryKey: ["versions", version],
    queryFn: ({ signal }) => request("GET", `/api/versions/${version}/versions`, undefined, { signal }),
    enabled: Boolean(version),
  });
  const at = data?.items.findIndex((one) => one.id === version) ?? -1;
  return at > 0 ? (data?.items[at - 1]?.id ?? "") : "";
}
