import { once } from "node:events";
import { setImmediate as yieldToLoop } from "node:timers/promises";
import { factorRecordDecoder } from "@slipstream/contracts/factors";
import type { SessionStep } from "@slipstream/contracts/steps";
import type { Redis } from "ioredis";
import type { ShopModel } from "../shop-model.ts";
import { readSteps } from "./archive-reader.ts";
import { readCatalogue } from "./catalogue-reader.ts";
import type { Database } from "./database.ts";
import { readRules, readSwitches } from "./decision-reader.ts";
import { readFactors } from "./factor-reader.ts";
import { readAhead } from "./read-ahead.ts";

/** Longest run of loading before requests get their turn. */
const SLICE_MS = 4;
/** How long a connection to Redis that is just being made is waited for. */
const REDIS_WAIT_MS = 2000;

/** Merchandising rules and kill switches: nothing may be shown before they are known. */
export async function loadDecisions(model: ShopModel, database: Database): Promise<void> {
  model.switches.apply(await readSwitches(database, model.shop));
  model.rules.apply(await readRules(database, model.shop));
}

/** Products as PostgreSQL has them: with these alone there are rails. */
export async function loadCatalogue(model: ShopModel, database: Database): Promise<void> {
  const pages = readAhead(readCatalogue(database, model.shop));
  for await (const items of pages) model.catalogue.apply(items);
  // The longest list is sorted now, not by the first who asks.
  model.catalogue.newest();
}

/** Where a shop's steps are read, and up to which EVENTS sequence: later ones come from LEARN. */
interface ArchivedSteps {
  pages: AsyncIterable<SessionStep[]>;
  eventSequence: number;
}

/** Steps of the archive: the database begins to look for them at once. */
export function archivedSteps(
  shop: string,
  { database, eventSequence }: { database: Database; eventSequence: number },
): ArchivedSteps {
  return { pages: readAhead(readSteps(database, { shop, upTo: eventSequence })), eventSequence };
}

/** Learns them, oldest first. */
export async function loadSteps(
  model: ShopModel,
  { pages, eventSequence }: ArchivedSteps,
): Promise<void> {
  const slice = new TimeSlice();
  for await (const steps of pages) {
    for (const step of steps) {
      model.steps.load(step);
      if (slice.isOver) await slice.pause();
    }
  }
  model.steps.loadedUpTo(eventSequence);
}

/** Item factors as Redis has them. Rejects while Redis does not answer. */
export async function loadFactors(model: ShopModel, redis: Redis): Promise<void> {
  if (redis.status !== "ready") {
    await once(redis, "ready", { signal: AbortSignal.timeout(REDIS_WAIT_MS) });
  }
  const slice = new TimeSlice();
  const decode = factorRecordDecoder();
  try {
    for await (const { home, records } of readAhead(readFactors(redis, model.shop))) {
      for (const bytes of records) {
        model.factors.load(decode(bytes), home);
        if (slice.isOver) await slice.pause();
      }
    }
  } finally {
    model.factors.loaded();
  }
}

class TimeSlice {
  #endsAt = performance.now() + SLICE_MS;

  get isOver(): boolean {
    return performance.now() >= this.#endsAt;
  }

  async pause(): Promise<void> {
    await yieldToLoop();
    this.#endsAt = performance.now() + SLICE_MS;
  }
}
