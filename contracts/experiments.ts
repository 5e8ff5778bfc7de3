import { stableHash } from "./partition.ts";

const BUCKETS = 10_000;

/** One arm and its share of the traffic; shares of an experiment's arms add up to at most 1. */
export interface Arm {
  name: string;
  share: number;
}

/**
 * The arm of a visitor: deterministic in visitor, layer and salt, so that layers are independent
 * of each other and an arm survives restarts. Undefined when the visitor is not in the experiment.
 */
export function armOf(options: {
  visitorId: string;
  layer: string;
  salt: string;
  arms: readonly Arm[];
}): string | undefined {
  const key = `${options.layer}\u0000${options.salt}\u0000${options.visitorId}`;
  const point = (stableHash(key) % BUCKETS) / BUCKETS;
  let upper = 0;
  for (const arm of options.arms) {
    upper += arm.share;
    if (point < upper) return arm.name;
  }
  return undefined;
}
