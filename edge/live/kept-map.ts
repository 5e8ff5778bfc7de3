import { type LiveMap, liveMapSchema } from "@slipstream/contracts/live-api";

/** It moves slowly, and the model server has better things to do than to draw it for each visitor. */
const KEPT_SECONDS = 10;

/** A shop's map as it was drawn some seconds ago, or as `draw` draws it now. Throws what that throws. */
export async function keptLiveMap(shop: string, draw: () => Promise<LiveMap>): Promise<LiveMap> {
  const key = `https://live-map.invalid/${shop}`;
  const cache = await caches.open("live-map");
  const kept = await cache.match(key).catch(() => undefined);
  if (kept) return liveMapSchema.parse(await kept.json());
  const map = await draw();
  const headers = { "cache-control": `public, max-age=${KEPT_SECONDS}` };
  await cache.put(key, Response.json(map, { headers })).catch(() => {});
  return map;
}
