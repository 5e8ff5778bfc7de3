import { JetStreamApiError, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { natsAddress } from "@slipstream/contracts/nats-address";
import type { ServedMessage } from "@slipstream/contracts/served";
import { sampleServed } from "@slipstream/model-server/drift/sample-served";
import { isOfThisBuild } from "@slipstream/model-server/rank/rank-columns";
import { INITIAL_VERSION } from "@slipstream/model-server/rank/rankers";

const CONNECT_TIMEOUT_MS = 3_000;

/** What a shop was answered lately that a trained ranker would have judged; nothing before it served. */
export async function recentlyServed({
  natsUrl,
  shop,
}: {
  natsUrl: string;
  shop: string;
}): Promise<ServedMessage[]> {
  const options = { reconnect: false, timeout: CONNECT_TIMEOUT_MS };
  const connection = await connect({ ...natsAddress(natsUrl), ...options });
  try {
    const accepts = ({ modelVersion, features }: ServedMessage) =>
      modelVersion !== INITIAL_VERSION && isOfThisBuild(features);
    const manager = await jetstreamManager(connection);
    return await sampleServed(manager, { shop, accepts, random: Math.random });
  } catch (error) {
    // There is no SERVED yet.
    if (error instanceof JetStreamApiError) return [];
    throw error;
  } finally {
    await connection.close();
  }
}
