/**
 * What rankers of this release read: the hash of their columns and of the columns' definitions, as the
 * registry has it of each version. A version that reads others cannot be loaded. A test of the model
 * server, which computes the columns, holds this to them.
 */
export const RANKER_FEATURE_HASH =
  "51020df6da8ea7730286f1496bfe4ba73a778cd63cc538695253fc6d86f45b10";
