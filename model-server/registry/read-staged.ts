import type { ModelStage } from "@slipstream/contracts/model-stages";
import { models } from "@slipstream/migrations/schema";
import { and, eq, type SQL } from "drizzle-orm";
import type { Database } from "../views/database.ts";
import { artefactHash, type Manifest, parseManifest } from "./manifest.ts";
import { RegistryError } from "./registry-error.ts";

/** The version of a name that is in a stage. */
export interface StagedManifest {
  manifest: Manifest;
  share: number;
  /** Since when, epoch ms. */
  since: number;
}

/**
 * The version of this name that a shop has in a stage of which there is one at most; undefined where
 * there is none.
 * @throws RegistryError `registry_unavailable`, `newer_version`, `unreadable_manifest`
 */
export async function readStaged(
  database: Database,
  of: { shop: string; name: string; stage: Extract<ModelStage, "champion" | "canary" | "shadow"> },
): Promise<StagedManifest | undefined> {
  const row = await readRow(database, of, eq(models.stage, of.stage));
  if (row === undefined) return undefined;
  return {
    manifest: wholeManifest(row, of.name),
    share: row.share,
    since: row.since?.getTime() ?? 0,
  };
}

/** The manifest of one version, whatever its stage; undefined where there is none. @throws RegistryError as above */
export async function readVersion(
  database: Database,
  of: { shop: string; name: string; version: string },
): Promise<Manifest | undefined> {
  const row = await readRow(database, of, eq(models.version, of.version));
  return row && wholeManifest(row, of.name);
}

/** Whether a version was rolled back: retired, and without the time of its crowning. Throws what the database throws. */
export async function isDisgraced(
  database: Database,
  { shop, name, version }: { shop: string; name: string; version: string },
): Promise<boolean> {
  const [row] = await database.ofShop(shop, (queries) =>
    queries
      .select({ stage: models.stage, championedAt: models.championedAt })
      .from(models)
      .where(and(eq(models.shopId, shop), eq(models.name, name), eq(models.version, version))),
  );
  return row?.stage === "retired" && row.championedAt === null;
}

type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>;

function wholeManifest(row: Row, name: string): Manifest {
  const manifest = parseManifest(row.manifest);
  const isWhole =
    manifest.name === name &&
    manifest.version === row.version &&
    manifest.featureHash === row.featureHash &&
    artefactHash(manifest) === row.sha256;
  if (!isWhole) {
    throw new RegistryError(
      "unreadable_manifest",
      `the row of ${name} ${row.version} and its manifest say different things`,
    );
  }
  return manifest;
}

/** The manifest of a shop's champion of this name; undefined where there is none. @throws RegistryError */
export async function readChampion(
  database: Database,
  of: { shop: string; name: string },
): Promise<Manifest | undefined> {
  return (await readStaged(database, { ...of, stage: "champion" }))?.manifest;
}

async function readRow(
  database: Database,
  { shop, name }: { shop: string; name: string },
  which: SQL,
) {
  try {
    return await database.ofShop(shop, async (queries) => {
      const { version, manifest, featureHash, sha256 } = models;
      const staged = { share: models.trafficShare, since: models.stageChangedAt };
      const [row] = await queries
        .select({ version, manifest, featureHash, sha256, ...staged })
        .from(models)
        .where(and(eq(models.shopId, shop), eq(models.name, name), which));
      return row;
    });
  } catch (cause) {
    throw new RegistryError("registry_unavailable", "the registry cannot be read", { cause });
  }
}
