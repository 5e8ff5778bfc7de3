import { models } from "@slipstream/migrations/schema";
import { asc, desc, eq } from "drizzle-orm";
import type { Database } from "../views/database.ts";

/** All versions of a shop's models, by name and the newest first. */
export function readModels(database: Database, shop: string) {
  const { name, version, stage, trafficShare, stageChangedAt, metrics } = models;
  return database.ofShop(shop, (queries) =>
    queries
      .select({ name, version, stage, trafficShare, stageChangedAt, metrics })
      .from(models)
      .where(eq(models.shopId, shop))
      .orderBy(asc(models.name), desc(models.version)),
  );
}
