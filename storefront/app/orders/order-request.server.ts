import type { Params } from "react-router";

/** Which order a page is about, as the API asks for it. */
export function orderRequest({ params, url }: { params: Params<"number">; url: URL }) {
  const token = url.searchParams.get("token") ?? undefined;
  return {
    param: { number: params.number ?? "" },
    query: token === undefined || !/^[0-9a-f]{40}$/.test(token) ? {} : { token },
  };
}

/** The address of one of the order's pages, with the token of this one. */
export function orderPath(number: string, url: URL, page = ""): string {
  const token = url.searchParams.get("token");
  const query = token === null ? "" : `?${new URLSearchParams({ token })}`;
  return `/orders/${encodeURIComponent(number)}${page}${query}`;
}
