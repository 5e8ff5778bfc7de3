import { models } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { Database } from "../views/database.ts";
import { artefactHash, type Manifest, parseManifest } from "./manifest.ts";
import { RegistryError } from "./registry-error.ts";

/**
 * The manifest of a shop's champion of this name; undefined where there is none.
 * @throws RegistryError `registry_unavailable`, `newer_version`, `unreadable_manifest`
 */
export async function readChampion(
  database: Database,
  { shop, name }: { shop: string; name: string },
): Promise<Manifest | undefined> {
  const row = await readRow(database, { shop, name });
  if (row === undefined) return undefined;
  const manifest = parseManifest(row.manifest);
  const isWhole =
    manifest.name === name &&
    manifest.version === row.version &&
    manifest.featureHash === row.featureHash &&
    artefactHash(manifest) === row.sha256;
  if (isWhole) return manifest;
  throw new RegistryError(
    "unreadable_manifest",
    `the row of ${name} ${row.version} and its manifest say different things`,
  );
}

async function readRow(database: Database, { shop, name }: { shop: string; name: string }) {
  try {
    return await database.ofShop(shop, async (queries) => {
      const { version, manifest, featureHash, sha256 } = models;
      const [row] = await queries
        .select({ version, manifest, featureHash, sha256 })
        .from(models)
        .where(and(eq(models.shopId, shop), eq(models.name, name), eq(models.stage, "champion")));
      return row;
    });
  } catch (cause) {
    throw new RegistryError("registry_unavailable", "the registry cannot be read", { cause });
  }
}
