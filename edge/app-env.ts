import type { Reach } from "@slipstream/contracts/access";
import type { Context } from "hono";
import type { Principal } from "./auth/principal.ts";
import { Catalogue } from "./catalogue/catalogue.ts";
import type { ShopRecord } from "./catalogue/shops.ts";
import type { Database, ShopTransaction } from "./database/database.ts";
import type { Env, Settings } from "./env.ts";
import { languageOf } from "./middleware/language.ts";

/** What every handler of the API finds in its context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    settings: Settings;
    database: Database;
    /** The shop of the request's host. */
    shop: ShopRecord;
    /** Who asks; on routes that are `guarded`. */
    principal: Principal;
    /** How far they may do it; on routes that are `guarded`. */
    reach: Reach;
    /**
     * Keeps the answer of a request with an Idempotency-Key together with what it writes, for an
     * answer that must not be lost; on routes that are `idempotent`, of requests that have a key.
     */
    keepAnswer?: (
      transaction: ShopTransaction,
      answer: { status: number; body: string },
    ) => Promise<void>;
  };
}

/** The catalogue of the request's shop, in the language of who asks. Throws ProblemError `database_unavailable`. */
export function catalogueOf(context: Context<AppEnv>): Promise<Catalogue> {
  return Catalogue.of({
    database: context.var.database,
    shop: context.var.shop.id,
    language: languageOf(context.req.raw),
    waitUntil: (work) => context.executionCtx.waitUntil(work),
  });
}
