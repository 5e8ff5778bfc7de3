import {
  type PageKind,
  type PageVitals,
  pageKinds,
  type VitalsReport,
  vitalBounds,
  type WebVital,
  webVitals,
} from "@slipstream/contracts/web-vitals";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { edgeMetrics } from "../metrics/definitions.ts";
import { observe } from "../metrics/tally.ts";
import { openRedis } from "../redis.ts";
import { bucketQuantile } from "./bucket-quantile.ts";

const HOUR_MS = 3_600_000;
const HOURS_SHOWN = 24;
const KEPT_SECONDS = 26 * 3600;
/** The share of visitors who have it at least so good. */
const SHARE = 0.75;

type Counts = Record<string, number> | null;

const keyOf = (shop: string, hour: number) => `vitals:${shop}:${hour}`;
const fieldOf = (page: PageKind, vital: WebVital, place: number) => `${page}:${vital}:${place}`;

/**
 * Counts what a page told of itself: in the shop's sums for Prometheus, and in Redis by the hour,
 * by page, vital and bound. Of who told nothing is kept. While Redis is away its part is lost.
 */
export async function countVitals(
  settings: Settings,
  shop: string,
  { page, vitals }: VitalsReport,
): Promise<void> {
  const redis = openRedis(settings).pipeline();
  const key = keyOf(shop, Math.floor(Date.now() / HOUR_MS));
  for (const vital of webVitals) {
    const value = vitals[vital];
    if (value === undefined) continue;
    const isShift = vital === "CLS";
    observe(shop, isShift ? edgeMetrics.layoutShift : edgeMetrics.webVital, {
      labels: isShift ? { page } : { vital, page },
      value: isShift ? value : value / 1000,
    });
    const place = vitalBounds[vital].findIndex((bound) => value <= bound);
    redis.hincrby(key, fieldOf(page, vital, place < 0 ? vitalBounds[vital].length : place), 1);
  }
  redis.hincrby(key, page, 1).expire(key, KEPT_SECONDS);
  await redis
    .exec()
    .catch((error: unknown) => log("warn", "web vitals could not be counted", { error }));
}

/** Each kind of page of a shop in the last 24 hours, those with visitors. Rejects without Redis. */
export async function readVitals(settings: Settings, shop: string): Promise<PageVitals[]> {
  const now = Math.floor(Date.now() / HOUR_MS);
  const redis = openRedis(settings).pipeline();
  for (let ago = 0; ago < HOURS_SHOWN; ago++) redis.hgetall(keyOf(shop, now - ago));
  const hours = await redis.exec<Counts[]>();
  const sumOf = (field: string) =>
    hours.reduce((sum, counts) => sum + Number(counts?.[field] ?? 0), 0);
  const p75Of = (page: PageKind, vital: WebVital) => {
    const bounds = vitalBounds[vital];
    const counts = [...bounds, 0].map((_, place) => sumOf(fieldOf(page, vital, place)));
    return bucketQuantile(counts, bounds, SHARE);
  };
  return pageKinds
    .map((page) => ({
      page,
      count: sumOf(page),
      p75: Object.fromEntries(
        webVitals.flatMap((vital) => {
          const value = p75Of(page, vital);
          return value === undefined ? [] : [[vital, value]];
        }),
      ),
    }))
    .filter(({ count }) => count > 0);
}
