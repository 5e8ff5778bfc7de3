import { log } from "../log.ts";
import { findPage, keepPage, type StoredPage } from "./page-store.ts";

/** Younger than this, a page of the present catalogue is served as it is: its rails move on. */
const FRESH_MS = 30_000;
/** The same for a page with stand-ins: just enough to keep the load off whatever is ill. */
const FRESH_DEGRADED_MS = 5_000;
/** One render of a page at a time, as far as this isolate knows; after a bad one it rests as long. */
const RENDERING_MS = 10_000;
const MAX_RENDERING = 10_000;
/** Those who come while the first one renders a changed page get the page from before. */
const SHARED_RENDER_MS = 300;

/** How an answer came about; tests and people read it in `x-slipstream-cache`. */
export type CacheState = "hit" | "stale" | "miss" | "bypass";

/** What a render gave: a page that may be kept, or the answer for this request alone. */
export type RenderResult = { page: StoredPage } | { response: Response };

const renderingSince = new Map<string, number>();

/**
 * Stale-while-revalidate over the Cache API. A page of the present catalogue is served at once, and
 * made anew in the background when it is old. A page of an earlier catalogue is made anew first: a
 * change of a product shows at once. Errors are never kept, and a page that cannot be made anew is
 * served as it was.
 */
export async function throughPageCache(options: {
  key: string;
  version: string;
  waitUntil: (work: Promise<unknown>) => void;
  render: () => Promise<RenderResult>;
}): Promise<{ result: RenderResult; state: CacheState }> {
  const { key, version } = options;
  const kept = await findPage(key).catch(() => undefined);
  const nowMs = Date.now();
  if (kept && kept.version === version) {
    if (nowMs - kept.renderedAt < freshMs(kept)) return { result: { page: kept }, state: "hit" };
    if (!kept.whole || !isRendering(key, nowMs, RENDERING_MS)) {
      options.waitUntil(renderAndKeep(options, kept));
    }
    return { result: { page: kept }, state: "stale" };
  }
  if (kept && isRendering(key, nowMs, SHARED_RENDER_MS)) {
    return { result: { page: kept }, state: "stale" };
  }
  const result = await renderAndKeep(options, kept).catch((error: unknown) => {
    if (!kept) throw error;
    log("error", "a page could not be rendered; the one before is served", { key, error });
    return { page: kept };
  });
  if (kept && "response" in result && result.response.status >= 500) {
    return { result: { page: kept }, state: "stale" };
  }
  return { result, state: "miss" };
}

function freshMs(page: StoredPage): number {
  return page.whole ? FRESH_MS : FRESH_DEGRADED_MS;
}

function isRendering(key: string, nowMs: number, withinMs: number): boolean {
  return nowMs - (renderingSince.get(key) ?? 0) < withinMs;
}

async function renderAndKeep(
  options: {
    key: string;
    waitUntil: (work: Promise<unknown>) => void;
    render: () => Promise<RenderResult>;
  },
  kept: StoredPage | undefined,
): Promise<RenderResult> {
  const { key } = options;
  if (renderingSince.size >= MAX_RENDERING) renderingSince.clear();
  renderingSince.set(key, Date.now());
  const result = await options.render();
  if (!("page" in result)) return result;
  const better = kept?.whole === true && kept.version === result.page.version;
  if (result.page.whole || !better) {
    options.waitUntil(keepPage(key, result.page).catch(() => {}));
    renderingSince.delete(key);
  }
  return result;
}
