/** Where to go after signing in: a path of this shop, whatever the address says; else the account. */
export function returnPath(url: URL): string {
  const to = url.searchParams.get("to");
  // "//host" and "/\host" are other sites.
  return to !== null && /^\/(?![/\\])/.test(to) ? to : "/account";
}
