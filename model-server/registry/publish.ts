import { isDeepStrictEqual } from "node:util";
import { MODEL_BUCKET } from "@slipstream/contracts/subjects";
import { models } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, Transaction } from "../views/database.ts";
import type { ArtefactStore } from "./artefact-store.ts";
import { artefactHash, type Manifest, type ModelFiles } from "./manifest.ts";
import { RegistryError } from "./registry-error.ts";

/** Where models are kept: rows in PostgreSQL, bytes in the object store. */
export interface Registry {
  database: Database;
  store: ArtefactStore;
}

/**
 * Puts a trained model into the registry as a candidate: its files first, its row last, so that a
 * row never points at nothing. The same again changes nothing, and puts back files that were lost.
 * Answers whether the version is new.
 * @throws RegistryError `version_taken`, `unreadable_manifest`, `store_unavailable`; what the
 * database throws
 */
export async function publish(
  { database, store }: Registry,
  { shop, manifest, files }: { shop: string; manifest: Manifest; files: ModelFiles },
): Promise<boolean> {
  for (const file of manifest.files) {
    const bytes = files.get(file.name);
    if (bytes === undefined) {
      throw new RegistryError("unreadable_manifest", `the manifest names ${file.name}: give it`);
    }
    await store.put(shop, { file, bytes });
  }
  return await database.change(shop, (transaction) => writeRow(transaction, shop, manifest));
}

async function writeRow(
  transaction: Transaction,
  shop: string,
  manifest: Manifest,
): Promise<boolean> {
  const { name, version } = manifest;
  const inserted = await transaction
    .insert(models)
    .values({
      ...{ id: uuidv7(), shopId: shop, name, version, manifest },
      metrics: manifest.metrics,
      dataFrom: new Date(manifest.trainedOn.from),
      dataTo: new Date(manifest.trainedOn.to),
      featureHash: manifest.featureHash,
      sha256: artefactHash(manifest),
      spaceId: manifest.spaceId ?? null,
      artefact: `${MODEL_BUCKET}/${shop}`,
      createdAt: new Date(manifest.createdAt),
    })
    .onConflictDoNothing({ target: [models.shopId, models.name, models.version] })
    .returning({ id: models.id });
  if (inserted.length > 0) return true;
  const [row] = await transaction
    .select({ manifest: models.manifest })
    .from(models)
    .where(and(eq(models.shopId, shop), eq(models.name, name), eq(models.version, version)));
  // Through JSON, as the row went: what is undefined here is not there at all.
  if (isDeepStrictEqual(row?.manifest, JSON.parse(JSON.stringify(manifest)))) return false;
  throw new RegistryError(
    "version_taken",
    `${name} ${version} is in the registry with other contents: give the new model a version of its own`,
  );
}
