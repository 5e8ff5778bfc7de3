import { Agent } from "node:http";
import { searchAnswerSchema } from "@slipstream/contracts/search-api";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import type { ShopSeed } from "@slipstream/migrations/seed/shop-seed";
import postgres from "postgres";
import { httpRequest } from "../http-client.ts";
import { timeToFirstByte } from "../pages/timing.ts";
import { percentile } from "../percentiles.ts";
import { withShop } from "../with-shop.ts";
import { benchShop } from "./assortment.ts";
import { broadWords, typedQueries } from "./queries.ts";

export interface SearchSettings {
  products: number;
  requests: number;
}

const GOAL_P95_MS = 30;
const WARM_UP_REQUESTS = 100;
const BROAD_WORDS = 20;
/** Products that the worker knows by heart; reading others goes to the database. */
const KNOWN_BY_HEART = 2_000;

/** A large shop in a database of its own, with the real schema, asked through the real worker. */
export function measureSearch(
  settings: SearchSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  tell(`starting a shop of ${settings.products} products …`);
  const seed = benchShop(settings.products);
  return withShop(seed, async ({ urls }) => {
    await analyse(urls.stores.databaseOwnerUrl);
    return measure({ settings, tell, edge: urls.edge, seed });
  });
}

/** What PostgreSQL does by itself a minute after so many rows have come. */
async function analyse(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`vacuum analyze search_documents, search_values, search_words, products`;
  } finally {
    await sql.end();
  }
}

async function measure(options: {
  settings: SearchSettings;
  tell: (message: string) => void;
  edge: string;
  seed: ShopSeed;
}): Promise<FigureRow[]> {
  const { settings, tell, edge, seed } = options;
  const agent = new Agent({ keepAlive: true });
  const total = WARM_UP_REQUESTS + settings.requests;
  const queries = typedQueries(seed, total);
  const search = (count: number) =>
    `${edge}/api/search?${new URLSearchParams({ q: queries[count]! })}`;
  const filters = await filtersOf(queries, search, agent);
  const broad = broadWords(seed, BROAD_WORDS);
  const kinds = [
    // One row by its key, the same way to the database and back.
    { name: "one", url: (count: number) => oneProduct(edge, seed, count) },
    { name: "search", url: search },
    { name: "facets", url: (count: number) => `${search(count)}&${filters[count]}` },
    // A lowest price that is never the same: nothing of it is known from before.
    {
      name: "broad",
      url: (count: number) =>
        `${edge}/api/search?${new URLSearchParams({ q: broad[count % broad.length]!, minPrice: String(count) })}`,
    },
    {
      name: "suggest",
      url: (count: number) =>
        `${edge}/api/search/suggestions?${new URLSearchParams({ q: queries[count]!.slice(0, 3 + (count % 8)) })}`,
    },
  ];
  tell("measuring …");
  await timeToFirstByte({ pages: kinds, requests: WARM_UP_REQUESTS, agent });
  const pages = kinds.map(({ name, url }) => ({
    name,
    url: (count: number) => url(WARM_UP_REQUESTS + count),
  }));
  const times = await timeToFirstByte({ pages, requests: settings.requests, agent });
  const at = (name: string, quantile: number) => percentile(times.get(name)!, quantile);
  const baseline = { p50: at("one", 0.5), p95: at("one", 0.95) };
  const goal = GOAL_P95_MS;
  return [
    figureRow("search.p50", at("search", 0.5), "ms", { baseline: baseline.p50 }),
    figureRow("search.p95", at("search", 0.95), "ms", { baseline: baseline.p95, goal }),
    figureRow("search.broad.p95", at("broad", 0.95), "ms", { baseline: baseline.p95 }),
    figureRow("facets.p95", at("facets", 0.95), "ms", { baseline: baseline.p95, goal }),
    figureRow("suggest.p95", at("suggest", 0.95), "ms", { baseline: baseline.p95, goal }),
  ];
}

function oneProduct(edge: string, { catalogue }: ShopSeed, count: number): string {
  const { products } = catalogue;
  const place = (KNOWN_BY_HEART + count * 7) % products.length;
  return `${edge}/api/products/${products[place]!.slug}`;
}

/** Two filters for each search, of those that it offers. */
async function filtersOf(
  queries: readonly string[],
  search: (count: number) => string,
  agent: Agent,
): Promise<string[]> {
  const filters: string[] = [];
  for (const count of queries.keys()) {
    const answer = await httpRequest({ url: search(count), agent });
    if (answer.status !== 200) throw new Error(`${search(count)} answered ${answer.status}`);
    const { facets } = searchAnswerSchema.parse(JSON.parse(answer.body.toString()));
    const chosen = facets.filter(({ key }) => key !== "inStock").slice(count % 2, (count % 2) + 2);
    filters.push(
      String(
        new URLSearchParams(
          Object.fromEntries(chosen.map(({ key, values }) => [key, values[0]!.value])),
        ),
      ),
    );
  }
  return filters;
}
