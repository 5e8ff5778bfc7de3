import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import type { Gain } from "./tally.ts";

/** Series of one shop: what comes beyond is not kept. */
const MAX_SERIES = 5_000;

/** The sums of one shop's edge, over all isolates and over restarts; named by the shop. */
export class EdgeMetrics extends DurableObject<Env> {
  readonly #series = new Map<string, Gain>();

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const { sql } = state.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS series (
      name TEXT NOT NULL, labels TEXT NOT NULL, amounts TEXT NOT NULL,
      PRIMARY KEY (name, labels)
    ) WITHOUT ROWID`);
    for (const row of sql.exec<{ name: string; labels: string; amounts: string }>(
      "SELECT name, labels, amounts FROM series",
    )) {
      this.#series.set(keyOf(row), { ...row, amounts: JSON.parse(row.amounts) as number[] });
    }
  }

  /** Adds what an isolate counted. */
  async add(gains: readonly Gain[]): Promise<void> {
    for (const gain of gains) {
      const sum = this.#sumWith(gain);
      if (!sum) continue;
      this.ctx.storage.sql.exec(
        "INSERT OR REPLACE INTO series VALUES (?, ?, ?)",
        sum.name,
        sum.labels,
        JSON.stringify(sum.amounts),
      );
    }
  }

  async read(): Promise<Gain[]> {
    return [...this.#series.values()];
  }

  #sumWith(gain: Gain): Gain | undefined {
    const key = keyOf(gain);
    const known = this.#series.get(key);
    if (!known && this.#series.size >= MAX_SERIES) return undefined;
    // A build with other buckets starts them anew.
    const before = known?.amounts.length === gain.amounts.length ? known.amounts : [];
    const amounts = gain.amounts.map((amount, index) => amount + (before[index] ?? 0));
    const sum = { name: gain.name, labels: gain.labels, amounts };
    this.#series.set(key, sum);
    return sum;
  }
}

function keyOf({ name, labels }: Pick<Gain, "name" | "labels">): string {
  return `${name} ${labels}`;
}
