import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startSystem } from "@slipstream/dev/supervisor/system";
import type { System } from "@slipstream/dev/supervisor/system-options";
import { insertShop } from "@slipstream/migrations/seed/insert-shop";
import type { ShopSeed } from "@slipstream/migrations/seed/shop-seed";
import { httpRequest } from "./http-client.ts";
import { noLimits } from "./no-limits.ts";
import { withScratchFolder } from "./scratch-folder.ts";

const POLL_MS = 50;
const MAX_POLLS = 200;

/**
 * Runs `measure` with one made-up shop, in a database of its own with the real schema, served by
 * the real worker alone; takes all of it away afterwards.
 */
export function withShop<T>(seed: ShopSeed, measure: (system: System) => Promise<T>): Promise<T> {
  return withScratchFolder(async (folder) => {
    const system = await startSystem({
      dataDir: join(folder, "data"),
      port: 0,
      environment: {},
      logLevel: "warn",
      parts: ["edge"],
      demoShop: false,
      variables: noLimits,
    });
    try {
      const ownerUrl = system.urls.stores.databaseOwnerUrl;
      await insertShop({ ownerUrl, shop: seed.shop.id, hash: "bench", makeSeed: () => seed });
      await untilOpen(system.urls.edge);
      return await measure(system);
    } finally {
      await system.stop();
    }
  });
}

/** The worker was up before the shop was there: it looks for new shops once a second. */
async function untilOpen(edgeUrl: string): Promise<void> {
  const agent = new Agent();
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const { status } = await httpRequest({ url: `${edgeUrl}/api/shop`, agent });
    if (status === 200) return;
    await delay(POLL_MS);
  }
  throw new Error(`the shop at ${edgeUrl} does not open`);
}
