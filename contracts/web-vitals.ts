import { z } from "zod";

/** What browsers measure of a page as its visitor felt it: https://web.dev/articles/vitals. */
export const webVitals = ["LCP", "INP", "CLS", "TTFB"] as const;
export type WebVital = (typeof webVitals)[number];

/** Kinds of pages that are told apart; the page that somebody came in by counts. */
export const pageKinds = [
  "home",
  "category",
  "product",
  "search",
  "cart",
  "checkout",
  "other",
] as const;
export type PageKind = (typeof pageKinds)[number];

/** Slower, or more moved about, than anything that is worth telling apart. */
const MAX_VALUE = 600_000;

/** `POST /api/vitals`: milliseconds, of CLS the shift itself. Each vital once for each page. */
export const vitalsReportSchema = z.strictObject({
  page: z.enum(pageKinds),
  vitals: z.partialRecord(z.enum(webVitals), z.number().min(0).max(MAX_VALUE)),
});
export type VitalsReport = z.infer<typeof vitalsReportSchema>;

/** Upper bounds of what is counted together, without the last, which has none. Good and poor begin at bounds. */
export const vitalBounds: Readonly<Record<WebVital, readonly number[]>> = {
  LCP: [250, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 6_000, 10_000],
  INP: [16, 32, 48, 64, 80, 100, 150, 200, 300, 500, 1_000],
  CLS: [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5],
  TTFB: [25, 50, 100, 200, 400, 600, 800, 1_200, 1_800, 3_000],
};

/** The 75th percentile up to which web.dev calls a page good. */
export const goodVitals: Readonly<Record<WebVital, number>> = {
  LCP: 2_500,
  INP: 200,
  CLS: 0.1,
  TTFB: 800,
};

/** One kind of page in the last 24 hours. */
export const pageVitalsSchema = z.object({
  page: z.enum(pageKinds),
  /** Pages that told of themselves. */
  count: z.number().int(),
  /** 75th percentiles, estimated within their bounds; absent where nobody told. */
  p75: z.partialRecord(z.enum(webVitals), z.number()),
});
export type PageVitals = z.infer<typeof pageVitalsSchema>;
