import { type BlendState, OnlineBlend } from "@slipstream/algorithms/engine/online-blend";
import { standardColumns } from "@slipstream/algorithms/engine/standard";
import type { BlendMessage } from "@slipstream/contracts/blend";

/** What is added to a weight's name for the sum of its squared gradients: how far it has learnt. */
const SQUARES = "²";

/** All of a blend's state, so that whoever learns next goes on where this one is. */
export function messageOf({ version, features, weights, squares }: BlendState): BlendMessage {
  return {
    version,
    features: [...features, ...features.map((feature) => feature + SQUARES)],
    weights: Float32Array.of(...weights, ...squares),
  };
}

/** The blend of a message. @throws BlendStateError when it is for other columns than this build's. */
export function blendOf({ version, features, weights }: BlendMessage): OnlineBlend {
  const count = features.length / 2;
  return OnlineBlend.restore(standardColumns, {
    version,
    features: features.slice(0, count),
    weights: Float64Array.from(weights.subarray(0, count)),
    squares: Float64Array.from(weights.subarray(count)),
  });
}
