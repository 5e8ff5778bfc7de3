import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import type { FactorRecord } from "@slipstream/contracts/factors";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import { recommendRequestSchema } from "@slipstream/contracts/recommend";
import type { SessionStep } from "@slipstream/contracts/steps";
import type { ItemIndexOptions } from "../index/item-index.ts";
import type { Ranker } from "../rank/ranker.ts";
import type { TrainedSlots } from "../registry/trained-models.ts";
import { ShopModel } from "../shop-model.ts";

/** 20 November 2026: the present of all tests here. */
export const NOW = Date.UTC(2026, 10, 20);
export const DIMS = 8;

/** Item ids "cups-0", "cups-1" …: `perCategory` products in each category, the first the newest. */
export function productsOf(categories: readonly string[], perCategory: number): CatalogueItem[] {
  return categories.flatMap((category, group) =>
    Array.from({ length: perCategory }, (_, at) =>
      product(`${category}-${at}`, {
        categories: [category, "all"],
        priceMinor: 1000 + 100 * at,
        createdAt: NOW - 86_400_000 * (1 + at) - group,
      }),
    ),
  );
}

export function product(itemId: string, values: Partial<CatalogueItem> = {}): CatalogueItem {
  return {
    itemId,
    title: itemId,
    categories: ["all"],
    priceMinor: 1000,
    currency: "GBP",
    status: "published",
    inStock: true,
    consumable: false,
    createdAt: NOW - 86_400_000,
    ...values,
  };
}

/** A step with running sequence numbers. */
export function stepFactory(): (
  values: Partial<SessionStep> & Pick<SessionStep, "itemId">,
) => SessionStep {
  let eventSequence = 0;
  return (values) => ({
    eventSequence: ++eventSequence,
    visitorId: "someone",
    sessionId: "s-someone",
    type: "view",
    quantity: 1,
    occurredAt: NOW - 3_600_000,
    ...values,
  });
}

/** A record whose vectors point along `axis`, with a little of the next one. */
export function factor(itemId: string, axis: number, values: Partial<FactorRecord> = {}) {
  const output = new Float32Array(DIMS);
  output[axis % DIMS] = 2;
  output[(axis + 1) % DIMS] = 0.2;
  const record: FactorRecord = {
    itemId,
    version: 1,
    index: 0,
    popularity: 0,
    bias: 0,
    input: output.slice(),
    output,
    ...values,
  };
  return record;
}

/** Cups, lamps and rugs, with a trained ranker or without; thirty visitors that looked at cups 0, 1, 2 in turn, and vectors by category. */
export function smallShop(
  indexOptions: ItemIndexOptions = {},
  trained?: Ranker,
  batch?: TrainedSlots["batch"],
): ShopModel {
  const slot = trained && { current: { model: trained }, refresh: () => {} };
  const model = new ShopModel("demo", indexOptions, { ranker: slot, batch });
  model.catalogue.apply(productsOf(["cups", "lamps", "rugs"], 12));
  const step = stepFactory();
  for (let visitor = 0; visitor < 30; visitor++) {
    const who = { visitorId: `v${visitor}`, sessionId: `s${visitor}` };
    for (const itemId of ["cups-0", "cups-1", "cups-2"])
      model.steps.apply(0, [step({ ...who, itemId })]);
  }
  for (const order of ["o1", "o2"]) {
    for (const itemId of ["cups-0", "rugs-3"]) {
      model.steps.apply(0, [step({ itemId, orderId: order, type: "purchase", visitorId: order })]);
    }
  }
  const records = ["cups", "lamps", "rugs"].flatMap((category, axis) =>
    Array.from({ length: 12 }, (_, at) => factor(`${category}-${at}`, axis * 2)),
  );
  model.factors.apply({ spaceId: 1, dimensions: DIMS, eventSequence: 1, records }, { sequence: 1 });
  return model;
}

/** A request with the schema's defaults. */
export function requestFor(values: object): RecommendRequest {
  return recommendRequestSchema.parse({ shop: "demo", placement: "home_for_you", ...values });
}
