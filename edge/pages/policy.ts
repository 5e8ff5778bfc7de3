import { readPath } from "@slipstream/contracts/languages";

/**
 * Which pages everybody sees alike, in each language, and what of their address decides on what they
 * show. The language is part of the address.
 */
interface PagePolicy {
  path: RegExp;
  /** Parameters that matter; all others (campaigns and the like) change nothing. */
  parameters: readonly string[];
  /** With any of these the page is one of too many to keep: it is made each time. */
  uncached?: readonly string[];
}

/** What narrows a list. */
const filters = ["category", "brand", "seller", "attribute", "price", "inStock"];

const policies: readonly PagePolicy[] = [
  { path: /^\/$/, parameters: [] },
  { path: /^\/privacy$/, parameters: [] },
  { path: /^\/p\/[^/]+$/, parameters: [] },
  { path: /^\/c\/[^/]+$/, parameters: ["page", "sort"], uncached: filters },
];

/** A parameter of this length is nobody's page number or order. */
const MAX_PARAMETER_LENGTH = 20;

/**
 * The address under which a page is cached: its own, with only the parameters that matter, in one
 * order. Undefined for pages that are made for each visitor, and for one who forces a reload.
 */
export function cacheableUrl(request: Request): URL | undefined {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  if (request.headers.get("cache-control") === "no-cache") return undefined;
  const url = new URL(request.url);
  const page = readPath(url.pathname).path;
  const policy = policies.find(({ path }) => path.test(page));
  if (!policy || url.pathname.endsWith(".data")) return undefined;
  if (policy.uncached?.some((name) => url.searchParams.has(name))) return undefined;
  const clean = new URL(url.pathname, url.origin);
  for (const name of policy.parameters) {
    const value = url.searchParams.get(name);
    if (value === null) continue;
    if (value.length > MAX_PARAMETER_LENGTH) return undefined;
    clean.searchParams.set(name, value);
  }
  return clean;
}
