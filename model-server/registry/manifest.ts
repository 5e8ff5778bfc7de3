import { createHash } from "node:crypto";
import { z } from "zod";
import { RegistryError } from "./registry-error.ts";

/** The version of manifests that this build writes; it reads none that is newer. */
const SCHEMA_VERSION = 1;
/** Bytes of one file: a server must be able to hold the old and the new model at once. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
const MAX_FILES = 16;
const MAX_FEATURES = 2_000;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const countSchema = z.number().int().nonnegative();

const fileSchema = z.strictObject({
  name: nameSchema,
  sha256: sha256Schema,
  bytes: z.number().int().positive().max(MAX_FILE_BYTES),
});
export type ModelFile = z.infer<typeof fileSchema>;

/** A measured figure with its 95 % interval, where there is one. */
const figureSchema = z.strictObject({
  value: z.number(),
  low: z.number().optional(),
  high: z.number().optional(),
});

/** A distribution, as `algorithms/drift` makes and reads it. */
const referenceSchema = z.strictObject({
  count: countSchema,
  edges: z.array(z.number()).max(16),
  shares: z.array(z.number()).max(18),
  quantiles: z.array(z.number()).max(101),
});

const descriptionSchema = z.strictObject({
  /** What it is served as: `ranker`. Versions of one name take each other's place. */
  name: nameSchema,
  /** Sorts by time; see `versionAt`. */
  version: z.string().regex(/^\d{8}T\d{9}Z$/),
  kind: z.enum(["gbdt", "two_tower", "sequence", "ease", "als", "autoencoder", "content", "blend"]),
  format: z.enum(["onnx", "slipstream-binary"]),
  /** In the order in which the model takes them. */
  features: z.array(z.string().min(1).max(100)).max(MAX_FEATURES),
  /** Changes when a feature keeps its name and means something else. */
  featureVersion: countSchema,
  /** The space of its vectors, for models that have some. */
  spaceId: z.number().int().optional(),
  trainedOn: z.strictObject({
    dataset: z.string().min(1).max(200),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    events: countSchema,
    /** Training rows made of the events. */
    rows: countSchema,
  }),
  /** By name: `ndcg@20`. */
  metrics: z.record(z.string().min(1).max(100), figureSchema),
  settings: z.record(z.string(), z.json()),
  /** How its columns and its score were spread in the held-out part of its window: for drift. */
  reference: z.record(z.string().max(100), referenceSchema).optional(),
  createdAt: z.iso.datetime(),
});
/** What the training knows of a model, its bytes aside. */
export type ModelDescription = z.infer<typeof descriptionSchema>;

const manifestSchema = descriptionSchema
  .extend({
    schemaVersion: z.literal(SCHEMA_VERSION),
    featureHash: sha256Schema,
    files: z.array(fileSchema).min(1).max(MAX_FILES),
  })
  .refine((manifest) => manifest.featureHash === featureHash(manifest), {
    path: ["featureHash"],
    message: "is not the hash of the features",
  })
  .refine(({ files }) => new Set(files.map(({ name }) => name)).size === files.length, {
    path: ["files"],
    message: "names a file twice",
  });
/** Everything about a trained model but its bytes, which it names by their hashes. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The bytes of a model's files by their names: `model.onnx`. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** A version for a model of this moment: `20261130T041500123Z`; later ones sort behind. */
export function versionAt(moment: Date): string {
  return moment.toISOString().replaceAll(/[-:.]/g, "");
}

/** SHA-256, lower-case hex, over the version of the features' definitions and their ordered names. */
export function featureHash(of: { features: readonly string[]; featureVersion: number }): string {
  return sha256Of(JSON.stringify([of.featureVersion, ...of.features]));
}

/** The manifest of a model with these files. @throws RegistryError `unreadable_manifest` */
export function describeModel(description: ModelDescription, files: ModelFiles): Manifest {
  return parseManifest({
    ...description,
    schemaVersion: SCHEMA_VERSION,
    featureHash: featureHash(description),
    files: [...files].map(([name, bytes]) => ({
      name,
      sha256: sha256Of(bytes),
      bytes: bytes.byteLength,
    })),
  });
}

/** Reads a manifest. @throws RegistryError `newer_version`, `unreadable_manifest` */
export function parseManifest(value: unknown): Manifest {
  const version = z.looseObject({ schemaVersion: z.number() }).safeParse(value);
  if (version.success && version.data.schemaVersion > SCHEMA_VERSION) {
    const found = version.data.schemaVersion;
    throw new RegistryError(
      "newer_version",
      `the manifest is of version ${found}, this build reads up to ${SCHEMA_VERSION}: deploy a newer model server`,
    );
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RegistryError(
    "unreadable_manifest",
    `the manifest does not fit: ${z.prettifyError(parsed.error)}`,
  );
}

/** Lower-case hex. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** One hash for all files: of `<sha256>  <name>` lines in order of the names, as sha256sum prints. */
export function artefactHash({ files }: Pick<Manifest, "files">): string {
  const lines = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).sort();
  return sha256Of(lines.join(""));
}
