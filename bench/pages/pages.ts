import { Agent } from "node:http";
import { join } from "node:path";
import { productListSchema } from "@slipstream/contracts/shop-api";
import { startSystem } from "@slipstream/dev/supervisor/system";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { httpRequest } from "../http-client.ts";
import { spreadOf } from "../percentiles.ts";
import { withScratchFolder } from "../scratch-folder.ts";
import { clientJavaScriptKb } from "./client-javascript.ts";
import { startHelloWorld } from "./hello-world.ts";
import type { TimedPage } from "./timing.ts";
import { requestsPerSecond, timeToFirstByte } from "./timing.ts";

export interface PagesSettings {
  requests: number;
  connections: number;
  seconds: number;
  repeats: number;
}

const GOAL = { cached: 1.3, ssr: 2.5, javaScript: 1.25 };
const WARM_UP_REQUESTS = 100;
const MAX_LIST_PAGES = 200;

/** Pages of a whole shop beside a React Router hello world in the same workerd. */
export function measurePages(
  settings: PagesSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  return withScratchFolder(async (folder) => {
    tell("building and starting the hello world …");
    const hello = await startHelloWorld(folder);
    try {
      tell("starting the shop …");
      const system = await startSystem({
        dataDir: join(folder, "data"),
        port: 0,
        environment: {},
        logLevel: "warn",
      });
      try {
        return await measure({ settings, tell, shop: system.urls.edge, hello: `${hello.url}/` });
      } finally {
        await system.stop();
      }
    } finally {
      await hello.stop();
    }
  });
}

async function measure(options: {
  settings: PagesSettings;
  tell: (message: string) => void;
  shop: string;
  hello: string;
}): Promise<FigureRow[]> {
  const { settings, tell, shop, hello } = options;
  const agent = new Agent({ keepAlive: true });
  const slugs = await productSlugs(shop, agent);
  const address = (slug: string) => `${shop}/p/${slug}`;
  const [cached, ...fresh] = slugs;
  const product = address(cached!);
  const pages: TimedPage[] = [
    { name: "hello", url: () => hello },
    { name: "home.cached", url: () => `${shop}/`, expect: "hit" },
    { name: "product.cached", url: () => product, expect: "hit" },
  ];
  tell("time to first byte …");
  const warm = { pages: pages.map(({ name, url }) => ({ name, url })), agent };
  await timeToFirstByte({ ...warm, requests: WARM_UP_REQUESTS });
  const times = await timeToFirstByte({ pages, agent, requests: settings.requests });
  // A page that nobody asked for yet is not in the cache: each product is asked for once.
  const ssr = { name: "product.ssr", url: (count: number) => address(fresh[count]!) };
  const warmUp = Math.min(WARM_UP_REQUESTS, fresh.length >> 1);
  await timeToFirstByte({ pages: [ssr], agent, requests: warmUp });
  const measuredSsr: TimedPage = {
    ...ssr,
    url: (count) => ssr.url(warmUp + count),
    expect: "miss",
  };
  const uncached = await timeToFirstByte({
    pages: [pages[0]!, measuredSsr],
    agent,
    requests: Math.min(settings.requests, fresh.length - warmUp),
  });
  const javaScriptKb = {
    product: await clientJavaScriptKb(product, agent),
    hello: await clientJavaScriptKb(hello, agent),
  };
  tell("throughput …");
  const throughput = await alternate(settings, agent, { hello, product });
  return [
    ...ttfbRows("home.cached", times, GOAL.cached),
    ...ttfbRows("product.cached", times, GOAL.cached),
    ...ttfbRows("product.ssr", uncached, GOAL.ssr),
    figureRow("rps.product.cached", throughput.product, "requests/s", {
      baseline: throughput.hello,
    }),
    figureRow("js.product.gzip", javaScriptKb.product, "kB", {
      baseline: javaScriptKb.hello,
      goalRatio: GOAL.javaScript,
    }),
  ];
}

function ttfbRows(name: string, times: Map<string, number[]>, goalRatio: number): FigureRow[] {
  const found = spreadOf(times.get(name)!);
  const floor = spreadOf(times.get("hello")!);
  return [
    figureRow(`ttfb.${name}.p50`, found.p50, "ms", { baseline: floor.p50, goalRatio }),
    figureRow(`ttfb.${name}.p99`, found.p99, "ms", { baseline: floor.p99 }),
  ];
}

/** Throughput of both, in turn; the median of the repeats of each. */
async function alternate(
  settings: PagesSettings,
  agent: Agent,
  urls: { hello: string; product: string },
): Promise<{ hello: number; product: number }> {
  const found: { hello: number[]; product: number[] } = { hello: [], product: [] };
  for (let repeat = 0; repeat < settings.repeats; repeat++) {
    found.hello.push(await requestsPerSecond({ ...settings, agent, url: urls.hello }));
    found.product.push(await requestsPerSecond({ ...settings, agent, url: urls.product }));
  }
  return { hello: spreadOf(found.hello).p50, product: spreadOf(found.product).p50 };
}

async function productSlugs(shop: string, agent: Agent): Promise<string[]> {
  const slugs: string[] = [];
  for (let page = 1; page <= MAX_LIST_PAGES; page++) {
    const answer = await httpRequest({ url: `${shop}/api/products?page=${page}`, agent });
    if (answer.status !== 200) throw new Error(`/api/products answered ${answer.status}`);
    const list = productListSchema.parse(JSON.parse(answer.body.toString()));
    slugs.push(...list.items.map(({ slug }) => slug));
    if (page >= list.pages) break;
  }
  return slugs;
}
