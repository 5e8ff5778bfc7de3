import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductStatus } from "@slipstream/contracts/selling-api";

/** What is still missing before shoppers may see a product; undefined when nothing is. */
export function missingFor(status: ProductStatus, variantCount: number): string | undefined {
  if (status !== "published" || variantCount > 0) return undefined;
  return "It needs a variant with a price before it can be published";
}

/** Throws `not_ready` when something is missing for that state. */
export function requireReady(status: ProductStatus, variantCount: number): void {
  const missing = missingFor(status, variantCount);
  if (missing !== undefined) throw new ProblemError("not_ready", { detail: missing });
}
