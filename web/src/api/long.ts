/** Lists that are read page by page. Apart from query.ts, so that the first screen does not load it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { List } from "./query.ts";

/** Reads a list from its first page on; `more` is what reads the next page behind those, where there is one. */
export function useLongList<T>(
  path: string,
  query: Record<string, string | number | boolean | undefined> = {},
  options: { refs?: string[] } = {},
) {
  const read = useInfiniteQuery({
    queryKey: ["list", path, query, "long"],
    queryFn: ({ signal, pageParam }) =>
      request<List<T>>("GET", path, undefined, { query: { ...query, cursor: pageParam || undefined }, signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    meta: { refs: options.refs ?? [] },
  });
  return {
    data: read.data?.pages.flatMap((page) => page.items),
    error: read.error,
    isPending: read.isPending,
    refetch: read.refetch,
    more: read.hasNextPage ? () => void read.fetchNextPage() : undefined,
    isMore: read.isFetchingNextPage,
  };
}
