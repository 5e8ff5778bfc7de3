import { readPath } from "@slipstream/contracts/languages";

/** Where to go after signing in: a path of this shop, whatever the address says; else the account. */
export function returnPath(url: URL): string {
  const to = url.searchParams.get("to");
  if (!to?.startsWith("/") || !URL.canParse(to, url)) return "/account";
  // As a browser reads it: "//host", "/\\host", "/<tab>/host" and "/.//host" are other sites.
  const { origin, pathname, search, hash } = new URL(to, url);
  const isOurs = origin === url.origin && !pathname.startsWith("//");
  return isOurs ? readPath(pathname).path + search + hash : "/account";
}
