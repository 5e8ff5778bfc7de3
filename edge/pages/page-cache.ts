import { log } from "../log.ts";
import { inOrder, isInOrder } from "./in-order.ts";
import { keepPage, rememberedPage, type StoredPage, storedPage } from "./page-store.ts";

/** Younger than this, a page of the present catalogue is served as it is: its rails move on. */
const FRESH_MS = 30_000;
/** The same for a page with stand-ins: just enough to keep the load off whatever is ill. */
const FRESH_DEGRADED_MS = 5_000;
/** One render of a page at a time, as far as this isolate knows; after a bad one it rests as long. */
const RENDERING_MS = 10_000;
const MAX_RENDERING = 10_000;
/** Those who come while the first one renders a changed page get the page from before. */
const SHARED_RENDER_MS = 300;
/**
 * Once the Cache API had nothing of so many pages in a row that this isolate does not know, it is
 * asked for one of so many: a page that nobody has had yet is made a good part sooner without.
 */
const ASKED_IN_VAIN = 8;

/** How an answer came about; tests and people read it in `x-slipstream-cache`. */
export type CacheState = "hit" | "stale" | "miss" | "bypass";

/** A page that is being rendered and may be kept. */
export interface Rendering {
  body: ReadableStream<Uint8Array>;
  /** The nonce that it is rendered with: whoever is shown this very render gets it. */
  nonce: string;
  /** What is kept of it, once `html` is all of it; undefined where a part of it broke. */
  seal: (html: string) => StoredPage | undefined;
}

/** What a render gave: a page that may be kept, or the answer for this request alone. */
export type RenderResult = { rendering: Rendering } | { response: Response };

/** What is answered: a kept page, one on its way, or the answer for this request alone. */
export type PageAnswer = { page: StoredPage } | RenderResult;

interface CacheRequest {
  key: string;
  version: string;
  waitUntil: (work: Promise<unknown>) => void;
  /** `streamed`: somebody waits for the first byte. */
  render: (options: { streamed: boolean }) => Promise<RenderResult>;
}

const renderingSince = new Map<string, number>();
let askedInVain = 0;
let unasked = 0;

/**
 * Stale-while-revalidate over the Cache API. A page of the present catalogue is served at once, and
 * made anew in the background when it is old. A page of an earlier catalogue is made anew first: a
 * change of a product shows at once. A page that is made for somebody goes out while it is made, and
 * is kept when it has come to its end. Errors are never kept, and a page that cannot be made anew is
 * served as it was.
 */
export async function throughPageCache(
  options: CacheRequest,
): Promise<{ result: PageAnswer; state: CacheState }> {
  const { key, version } = options;
  const kept = rememberedPage(key) ?? (isWorthAsking() ? await ask(options) : undefined);
  const nowMs = Date.now();
  if (kept && kept.version === version) {
    if (nowMs - kept.renderedAt < freshMs(kept)) return { result: { page: kept }, state: "hit" };
    if (!kept.whole || !isRendering(key, nowMs, RENDERING_MS)) {
      options.waitUntil(renew(options, kept));
    }
    return { result: { page: kept }, state: "stale" };
  }
  if (kept && isRendering(key, nowMs, SHARED_RENDER_MS)) {
    return { result: { page: kept }, state: "stale" };
  }
  try {
    const result = await showAndKeep(options, kept);
    const failed = "response" in result && result.response.status >= 500;
    const page = failed ? (kept ?? (await ask(options))) : undefined;
    return page ? { result: { page }, state: "stale" } : { result, state: "miss" };
  } catch (error) {
    const page = kept ?? (await ask(options));
    if (!page) throw error;
    log("error", "a page could not be rendered; the one before is served", { key, error });
    return { result: { page }, state: "miss" };
  }
}

function isWorthAsking(): boolean {
  return askedInVain < ASKED_IN_VAIN || ++unasked % ASKED_IN_VAIN === 0;
}

/** The page that the Cache API has, fresh or stale. */
async function ask({ key, version }: CacheRequest): Promise<StoredPage | undefined> {
  const page = await storedPage(key).catch(() => undefined);
  askedInVain = page?.version === version ? 0 : askedInVain + 1;
  return page;
}

function freshMs(page: StoredPage): number {
  return page.whole ? FRESH_MS : FRESH_DEGRADED_MS;
}

function isRendering(key: string, nowMs: number, withinMs: number): boolean {
  return nowMs - (renderingSince.get(key) ?? 0) < withinMs;
}

/** Makes a page for somebody who waits for it; one copy goes out, the other is kept at its end. */
async function showAndKeep(
  options: CacheRequest,
  kept: StoredPage | undefined,
): Promise<RenderResult> {
  noteRendering(options.key);
  const result = await options.render({ streamed: true });
  if (!("rendering" in result)) return result;
  const [shown, copy] = result.rendering.body.tee();
  options.waitUntil(keepInOrder(options, { ...result.rendering, body: copy }, kept));
  return { rendering: { ...result.rendering, body: shown } };
}

/**
 * Keeps a page that went out while it was made, in order: for those without scripts. One that cannot
 * be put in order is made once more.
 */
async function keepInOrder(
  options: CacheRequest,
  rendering: Rendering,
  kept: StoredPage | undefined,
): Promise<void> {
  const page = await keepWhenWhole(options, rendering, kept);
  if (page && !isInOrder(page.html)) await renew(options, page);
}

/** Makes a page anew while the one before is served. */
async function renew(options: CacheRequest, kept: StoredPage): Promise<void> {
  noteRendering(options.key);
  const result = await options.render({ streamed: false });
  if ("rendering" in result) await keepWhenWhole(options, result.rendering, kept);
  else await result.response.body?.cancel();
}

async function keepWhenWhole(
  options: CacheRequest,
  { body, seal }: Rendering,
  kept: StoredPage | undefined,
): Promise<StoredPage | undefined> {
  const { key } = options;
  try {
    const page = seal(inOrder(await new Response(body).text()));
    if (!page) return undefined;
    if (!page.whole) {
      const before = kept ?? (await ask(options));
      if (before?.whole && before.version === page.version) return undefined;
    }
    renderingSince.delete(key);
    await keepPage(key, page);
    return page;
  } catch (error) {
    log("warn", "a page did not come to its end, or was not kept", { key, error });
    return undefined;
  }
}

function noteRendering(key: string): void {
  if (renderingSince.size >= MAX_RENDERING) renderingSince.clear();
  renderingSince.set(key, Date.now());
}
