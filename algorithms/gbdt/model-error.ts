/** A model that cannot be used as it is; `code` says why. */
export class GbdtModelError extends Error {
  override readonly name = "GbdtModelError";
  readonly code:
    | "gbdt_model_cut"
    | "gbdt_model_damaged"
    | "gbdt_model_version"
    | "gbdt_model_features";

  constructor(code: GbdtModelError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
