import { type ModelFigures, noFigures } from "@slipstream/contracts/model-figures";
import type { ModelStage } from "@slipstream/contracts/model-stages";
import { modelFigures } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { Database } from "../views/database.ts";

const MINUTE_MS = 60_000;
/** Minutes and versions that wait for the database at most; the oldest are lost beyond. */
const MAX_PAGES = 500;

/** What figures are of. */
export interface FiguresOf {
  shop: string;
  name: string;
  version: string;
  stage: ModelStage;
  share: number;
}

interface Page {
  of: FiguresOf;
  minute: number;
  figures: ModelFigures;
  isWritten: boolean;
}

/** What this server sees of trained models, by the minute; written to the database now and then. */
export class FiguresBook {
  readonly #database: Database;
  readonly #server: string;
  readonly #now: () => number;
  readonly #pages = new Map<string, Page>();

  constructor(options: { database: Database; server: string; now: () => number }) {
    this.#database = options.database;
    this.#server = options.server;
    this.#now = options.now;
  }

  /** The sums of this minute, for who has something to add to them at once. */
  add(of: FiguresOf, change: (figures: ModelFigures) => void): void {
    const minute = Math.floor(this.#now() / MINUTE_MS) * MINUTE_MS;
    const key = [of.shop, of.name, of.version, of.stage, of.share, minute].join("\u0000");
    const page = this.#pages.get(key) ?? { of, minute, figures: noFigures(), isWritten: false };
    change(page.figures);
    page.isWritten = false;
    this.#pages.set(key, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > MAX_PAGES && oldest !== undefined) this.#pages.delete(oldest);
  }

  /** Writes what is new; what the database does not take is kept. Throws what it throws. */
  async flush(): Promise<void> {
    const open = [...this.#pages].filter(([, { isWritten }]) => !isWritten);
    for (const [, page] of open) page.isWritten = true;
    const shops = new Map<string, Page[]>();
    for (const [, page] of open) {
      shops.set(page.of.shop, [...(shops.get(page.of.shop) ?? []), page]);
    }
    for (const [shop, pages] of shops) {
      try {
        await this.#write(shop, pages);
      } catch (error) {
        for (const page of open) page[1].isWritten = false;
        throw error;
      }
    }
    const minute = Math.floor(this.#now() / MINUTE_MS) * MINUTE_MS;
    for (const [key, page] of this.#pages) {
      if (page.isWritten && page.minute < minute) this.#pages.delete(key);
    }
  }

  async #write(shop: string, pages: readonly Page[]): Promise<void> {
    const { shopId, name, version, stage, trafficShare, minute, server } = modelFigures;
    const rows = pages.map(({ of, minute: at, figures }) => ({
      ...{ shopId: shop, name: of.name, version: of.version, stage: of.stage },
      ...{ trafficShare: of.share, server: this.#server, minute: new Date(at), figures },
    }));
    await this.#database.change(shop, (transaction) =>
      transaction
        .insert(modelFigures)
        .values(rows)
        .onConflictDoUpdate({
          target: [shopId, name, version, stage, trafficShare, minute, server],
          set: { figures: sql`excluded.figures` },
        }),
    );
  }
}
