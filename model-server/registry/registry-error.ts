/** What can be wrong with a model or with what is asked of the registry. */
export type RegistryErrorCode =
  /** The row's manifest does not fit the schema, or the row's own columns say otherwise. */
  | "unreadable_manifest"
  /** Written by a later build than this one. */
  | "newer_version"
  /** Trained on other features than this build computes. */
  | "other_features"
  /** A file that the manifest names is not in the object store. */
  | "artefact_missing"
  /** A file has not the length that the manifest says. */
  | "wrong_length"
  /** A file's bytes are not those that were published. */
  | "wrong_hash"
  /** The bytes are what was published, but no model can be made of them. */
  | "unusable_model"
  /** The object store or the database does not answer. */
  | "store_unavailable"
  | "registry_unavailable"
  /** This version is there already, with other contents. */
  | "version_taken";

/** A failure of the registry; `code` is stable. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
  readonly code: RegistryErrorCode;

  constructor(code: RegistryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** True for what may be over in a moment: worth trying again soon. */
export function isPassing({ code }: RegistryError): boolean {
  return code === "store_unavailable" || code === "registry_unavailable";
}
