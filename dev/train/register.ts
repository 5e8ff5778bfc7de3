import { connect } from "@nats-io/transport-node";
import { ArtefactStore } from "@slipstream/model-server/registry/artefact-store";
import { promote } from "@slipstream/model-server/registry/promote";
import { publish } from "@slipstream/model-server/registry/publish";
import { readChampion } from "@slipstream/model-server/registry/read-champion";
import type { TrainedModel, Training } from "@slipstream/model-server/training/train-models";
import type { Database } from "@slipstream/model-server/views/database";

const CONNECT_TIMEOUT_MS = 3_000;
const RANKER = "ranker";

/** Puts the trained models into a shop's registry as candidates. @throws RegistryError */
export async function register(options: {
  database: Database;
  natsUrl: string;
  shop: string;
  models: readonly TrainedModel[];
}): Promise<void> {
  const { database, natsUrl, shop, models } = options;
  const connection = await connect({
    ...{ servers: natsUrl, reconnect: false, timeout: CONNECT_TIMEOUT_MS },
  });
  try {
    const store = new ArtefactStore(Promise.resolve(connection));
    for (const model of models) await publish({ database, store }, { shop, ...model });
  } finally {
    await connection.close();
  }
}

/**
 * Makes the trained ranker the champion when it is better than the blend by its whole interval.
 * Answers what was done, or why not, as a sentence. @throws RegistryError
 */
export async function promoteRanker(options: {
  database: Database;
  shop: string;
  training: Training;
}): Promise<string> {
  const { database, shop, training } = options;
  const { gain } = training;
  const ranker = training.models.find(({ manifest }) => manifest.name === RANKER);
  if (ranker === undefined || gain === undefined) {
    return "Not promoted: no ranker was trained.";
  }
  const { version } = ranker.manifest;
  const interval = `${gain.value.toFixed(4)} (${gain.low.toFixed(4)} to ${gain.high.toFixed(4)})`;
  if (!(gain.low > 0)) {
    return `Not promoted: the ranker's MRR@20 less the blend's is ${interval}, which does not lie above 0.`;
  }
  const champion = await readChampion(database, { shop, name: RANKER });
  await promote(database, {
    ...{ shop, name: RANKER, version, to: "champion" },
    ifChampion: champion?.version ?? null,
    actor: { kind: "train" },
    reason: `MRR@20 less the blend's: ${interval}`,
  });
  const before = champion === undefined ? "the blend" : `ranker ${champion.version}`;
  return `Promoted: ranker ${version} takes the place of ${before}.`;
}
