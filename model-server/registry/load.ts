import type { ArtefactStore } from "./artefact-store.ts";
import { featureHash, type Manifest } from "./manifest.ts";
import type { ModelMaker } from "./model-maker.ts";
import { RegistryError } from "./registry-error.ts";

/**
 * Fetches a model's files, checks them and makes of them what serves.
 * @throws RegistryError `other_features`, `artefact_missing`, `wrong_length`, `wrong_hash`,
 * `unusable_model`, `store_unavailable`
 */
export async function loadModel<T>(
  { store, maker }: { store: ArtefactStore; maker: ModelMaker<T> },
  { shop, manifest }: { shop: string; manifest: Manifest },
): Promise<T> {
  checkFeatures(manifest, maker);
  const files = new Map<string, Uint8Array>();
  for (const file of manifest.files) files.set(file.name, await store.read(shop, file));
  try {
    return await maker.makeFrom(files, manifest);
  } catch (cause) {
    const what = `${manifest.name} ${manifest.version} (${manifest.kind}, ${manifest.format})`;
    throw new RegistryError("unusable_model", `no model can be made of ${what}`, { cause });
  }
}

function checkFeatures(manifest: Manifest, maker: ModelMaker<unknown>): void {
  if (manifest.featureHash === featureHash(maker)) return;
  const known = new Set(maker.features);
  const unknown = manifest.features.filter((feature) => !known.has(feature));
  const told =
    unknown.length > 0
      ? `it wants ${unknown.slice(0, 5).join(", ")}, which this build has not`
      : "their order, number or definitions differ";
  throw new RegistryError(
    "other_features",
    `${manifest.name} ${manifest.version} was trained on other features than this build's: ${told}; train it anew`,
  );
}
