/** The name that trained rankers have in the registry. */
export const RANKER = "ranker";

/**
 * What rankers of this release read: the hash of their columns and of the columns' definitions, as the
 * registry has it of each version. A version that reads others cannot be loaded. A test of the model
 * server, which computes the columns, holds this to them.
 */
export const RANKER_FEATURE_HASH =
  "51020df6da8ea7730286f1496bfe4ba73a778cd63cc538695253fc6d86f45b10";

/** The same of batch models, which read no columns and are bound to their definitions' version alone. */
export const BATCH_FEATURE_HASH =
  "06d033ece6645de592db973644cf7357255f24536ff7b03c3b2ace10736f7636";

/** The feature hash of the versions of a name that this release can load. */
export function loadableHash(name: string): string {
  return name === RANKER ? RANKER_FEATURE_HASH : BATCH_FEATURE_HASH;
}
