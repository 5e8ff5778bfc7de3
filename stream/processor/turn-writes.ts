import type { FactorRecord } from "@slipstream/contracts/factors";
import type { SessionStep } from "@slipstream/contracts/steps";

/** What a partition of a shop tells the model servers at the end of a turn. */
export interface PartitionSteps {
  shop: string;
  partition: number;
  steps: SessionStep[];
}

export interface HiddenChange {
  command: "SADD" | "SREM";
  key: string;
  itemId: string;
}

/** An amount that Redis would refuse in the middle of a turn's script, or never get rid of. */
class NotFinite extends Error {
  override readonly name = "NotFinite";
  readonly code = "not_finite";
}

/**
 * Increments and lists of one turn; absolute values are in the entity tables. Amounts have to be
 * finite, else NotFinite is thrown: while the event is known that brought them.
 */
export class TurnWrites {
  /** Redis key → field → amount. */
  readonly stats = new Map<string, Map<string, number>>();
  /** Redis key → in order and not summed up: Redis adds the same doubles in the same order always. */
  readonly trending = new Map<string, { amount: number; itemId: string }[]>();
  /** Redis key → item → amount. */
  readonly together = new Map<string, Map<string, number>>();
  /** Keys of `together` that pairs were taken from. */
  readonly fell = new Set<string>();
  readonly hidden: HiddenChange[] = [];
  readonly orderLines = new Map<string, string[]>();
  readonly orderRewrites = new Set<string>();
  readonly hubs = new Map<string, { partition: number; field: string }>();
  readonly steps = new Map<string, PartitionSteps>();
  /** Per shop, filled at the end of the turn. */
  readonly factors = new Map<string, FactorRecord[]>();

  count(key: string, field: string, amount: number): void {
    refuseNotFinite(key, amount);
    let fields = this.stats.get(key);
    if (fields === undefined) {
      fields = new Map();
      this.stats.set(key, fields);
    }
    fields.set(field, (fields.get(field) ?? 0) + amount);
  }

  trend(key: string, itemId: string, amount: number): void {
    refuseNotFinite(key, amount);
    const amounts = this.trending.get(key);
    if (amounts === undefined) this.trending.set(key, [{ amount, itemId }]);
    else amounts.push({ amount, itemId });
  }

  pair(key: string, itemId: string, amount: number): void {
    refuseNotFinite(key, amount);
    let items = this.together.get(key);
    if (items === undefined) {
      items = new Map();
      this.together.set(key, items);
    }
    items.set(itemId, (items.get(itemId) ?? 0) + amount);
    if (amount < 0) this.fell.add(key);
  }

  step(shop: string, partition: number, step: SessionStep): void {
    const name = `${shop}/${partition}`;
    let batch = this.steps.get(name);
    if (batch === undefined) {
      batch = { shop, partition, steps: [] };
      this.steps.set(name, batch);
    }
    batch.steps.push(step);
  }
}

function refuseNotFinite(key: string, amount: number): void {
  if (!Number.isFinite(amount)) throw new NotFinite(`${amount} cannot be added to ${key}`);
}
