import { hash } from "node:crypto";

/**
 * A UUID (version 8, RFC 9562) that follows from its parts: a run that is repeated sends the same
 * ids, so that nothing counts twice.
 */
export function eventIdFrom(...parts: readonly (string | number)[]): string {
  const hex = hash("sha256", parts.join("\u0000"), "hex");
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
