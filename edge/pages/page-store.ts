/** Pages of this isolate that answer without a way to the Cache API. */
const MAX_IN_MEMORY = 200;
const MAX_BYTES_IN_MEMORY = 24 * 1024 * 1024;
/** How long the Cache API may keep a page, stale or not. */
const KEEP_SECONDS = 24 * 3600;

const headerNames = {
  version: "x-slipstream-version",
  renderedAt: "x-slipstream-rendered-at",
  nonce: "x-slipstream-nonce",
  requestIds: "x-slipstream-request-ids",
} as const;

/** One page as everybody gets it. */
export interface StoredPage {
  html: string;
  /** The version of the catalogue that it shows. */
  version: string;
  renderedAt: number;
  /** The nonce that it was rendered with: replaced in each answer. */
  nonce: string;
  /** The recommendations that it shows: each answer tells them apart by a suffix of its own. */
  requestIds: string[];
  /** False when a part of it is a stand-in: such a page serves for seconds. */
  whole: boolean;
}

const memory = new Map<string, StoredPage>();
let memoryBytes = 0;

/** A page by its key, fresh or stale, where this isolate knows it by itself. */
export function rememberedPage(key: string): StoredPage | undefined {
  return memory.get(key);
}

/** A page by its key, fresh or stale, from the Cache API; undefined where none is kept there. */
export async function storedPage(key: string): Promise<StoredPage | undefined> {
  const response = await caches.default.match(key);
  const version = response?.headers.get(headerNames.version);
  const nonce = response?.headers.get(headerNames.nonce);
  if (!response || !version || !nonce) return undefined;
  const renderedAt = Number(response.headers.get(headerNames.renderedAt));
  const requestIds = (response.headers.get(headerNames.requestIds) ?? "")
    .split(" ")
    .filter(Boolean);
  const html = await response.text();
  const page = { html, version, renderedAt, nonce, requestIds, whole: true };
  remember(key, page);
  return page;
}

/** Keeps a page in this isolate at once; a whole one in the Cache API when the promise resolves. */
export async function keepPage(key: string, page: StoredPage): Promise<void> {
  remember(key, page);
  if (!page.whole) return;
  const response = new Response(page.html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": `public, max-age=${KEEP_SECONDS}`,
      [headerNames.version]: page.version,
      [headerNames.renderedAt]: String(page.renderedAt),
      [headerNames.nonce]: page.nonce,
      [headerNames.requestIds]: page.requestIds.join(" "),
    },
  });
  await caches.default.put(key, response);
}

function remember(key: string, page: StoredPage): void {
  forget(key);
  memory.set(key, page);
  memoryBytes += page.html.length;
  for (const oldest of memory.keys()) {
    if (memory.size <= MAX_IN_MEMORY && memoryBytes <= MAX_BYTES_IN_MEMORY) break;
    forget(oldest);
  }
}

function forget(key: string): void {
  const known = memory.get(key);
  if (!known) return;
  memory.delete(key);
  memoryBytes -= known.html.length;
}
