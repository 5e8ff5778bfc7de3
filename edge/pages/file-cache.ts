/** What pages are made with besides HTML: the same for everybody, for as long as it says. */
const filePath = /^\/(media|sitemap)[/.]/;

/** A drawn picture or a sitemap that was answered before, by its address. */
export async function findFile(request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  if (request.method !== "GET" || !filePath.test(url.pathname)) return undefined;
  return caches.default.match(keyOf(url)).catch(() => undefined);
}

/** Keeps an answer that says that it may be kept. */
export function keepFile(
  request: Request,
  response: Response,
  waitUntil: (work: Promise<unknown>) => void,
): void {
  const url = new URL(request.url);
  if (request.method !== "GET" || !filePath.test(url.pathname) || response.status !== 200) return;
  if (!response.headers.get("cache-control")?.startsWith("public")) return;
  waitUntil(caches.default.put(keyOf(url), response.clone()).catch(() => {}));
}

/** Without the query: it changes nothing of a file. */
function keyOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
