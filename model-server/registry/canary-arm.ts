import { armOf } from "@slipstream/contracts/experiments";

/**
 * Whether a canary answers this visitor: always the same ones, and at a larger share those of before
 * and others. Nobody who is not known: it would be somebody else's answer each time.
 */
export function isInCanary(
  { version, share }: { version: string; share: number },
  visitor: string | undefined,
): boolean {
  if (visitor === undefined) return false;
  const arms = [{ name: "canary", share }];
  return armOf({ visitorId: visitor, layer: "canary", salt: version, arms }) !== undefined;
}
