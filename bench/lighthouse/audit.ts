import lighthouse from "lighthouse";

export const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
type Category = (typeof CATEGORIES)[number];

export interface Audited {
  /** 0 … 100. */
  scores: Record<Category, number>;
  /** Cumulative layout shift while the page loads. */
  shift: number;
  largestPaintMs: number;
  /** Total blocking time. */
  blockingMs: number;
  /** What cost points, one line each. */
  faults: string[];
}

const PER_CENT = 100;

/** One run of Lighthouse's mobile preset in the browser whose developer tools listen at `port`. */
export async function audit(page: {
  url: string;
  port: number;
  unlisted?: true;
  cookie?: string;
}): Promise<Audited> {
  const result = await lighthouse(page.url, {
    port: page.port,
    logLevel: "error",
    formFactor: "mobile",
    throttlingMethod: "simulate",
    onlyCategories: [...CATEGORIES],
    ...(page.unlisted ? { skipAudits: ["is-crawlable"] } : {}),
    ...(page.cookie ? { extraHeaders: { Cookie: page.cookie } } : {}),
  });
  if (!result) throw new Error(`Lighthouse says nothing of ${page.url}`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(`${page.url}: ${lhr.runtimeError.message}`);
  const value = (id: string) => lhr.audits[id]?.numericValue ?? 0;
  const scores = Object.fromEntries(
    CATEGORIES.map((id) => [id, Math.round((lhr.categories[id]?.score ?? 0) * PER_CENT)]),
  ) as Record<Category, number>;
  const counted = CATEGORIES.flatMap((id) =>
    (lhr.categories[id]?.auditRefs ?? []).map((ref) => ({ ...ref, category: id })),
  );
  const faults = counted.flatMap(({ id, weight, category }) => {
    const found = lhr.audits[id];
    if (!found || weight === 0 || found.score === null || found.score >= 0.9) return [];
    return [`${category}: ${found.title}${found.displayValue ? ` (${found.displayValue})` : ""}`];
  });
  return {
    scores,
    shift: value("cumulative-layout-shift"),
    largestPaintMs: value("largest-contentful-paint"),
    blockingMs: value("total-blocking-time"),
    faults,
  };
}
