import { setImmediate as yieldToLoop } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { ShopModel } from "../shop-model.ts";
import { readSteps } from "./archive-reader.ts";
import { readCatalogue } from "./catalogue-reader.ts";
import type { Database } from "./database.ts";
import { readFactors } from "./factor-reader.ts";

/** Longest run of loading before requests get their turn. */
const SLICE_MS = 4;

/** Fills a new model: catalogue and steps from PostgreSQL, factors from Redis. */
export async function loadShop(options: {
  model: ShopModel;
  database: Database;
  redis: Redis;
  /** The archive's watermark: later steps come from LEARN. */
  eventSequence: number;
  onFactorsMissing: (error: unknown) => void;
}): Promise<void> {
  const { model, database, redis, eventSequence, onFactorsMissing } = options;
  const slice = new TimeSlice();
  for await (const items of readCatalogue(database, model.shop)) model.catalogue.apply(items);
  const request = { shop: model.shop, upTo: eventSequence };
  for await (const steps of readSteps(database, request)) {
    for (const step of steps) {
      model.steps.load(step);
      await slice.pause();
    }
  }
  model.steps.loadedUpTo(eventSequence);
  try {
    for await (const record of readFactors(redis, model.shop)) {
      model.factors.loadMissing(record);
      await slice.pause();
    }
  } catch (error) {
    // The rails work without learnt vectors; LEARN brings those of all that is touched.
    onFactorsMissing(error);
  }
}

class TimeSlice {
  #endsAt = performance.now() + SLICE_MS;

  async pause(): Promise<void> {
    if (performance.now() < this.#endsAt) return;
    await yieldToLoop();
    this.#endsAt = performance.now() + SLICE_MS;
  }
}
