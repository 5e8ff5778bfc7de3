import { connect } from "@nats-io/transport-node";
import { ArtefactStore } from "@slipstream/model-server/registry/artefact-store";
import { promote } from "@slipstream/model-server/registry/promote";
import { publish } from "@slipstream/model-server/registry/publish";
import { Database } from "@slipstream/model-server/views/database";
import type { MadeUpRanker } from "./random-ranker.ts";

/** Makes a ranker the champion of a shop, as training does. */
export async function publishRanker(options: {
  databaseUrl: string;
  natsUrl: string;
  shop: string;
  ranker: MadeUpRanker;
}): Promise<void> {
  const { shop, ranker } = options;
  const { manifest, files } = ranker;
  const database = new Database(options.databaseUrl);
  const connection = await connect({ servers: options.natsUrl });
  try {
    const store = new ArtefactStore(Promise.resolve(connection));
    await publish({ database, store }, { shop, manifest, files });
    const { name, version } = manifest;
    await promote(database, { shop, name, version, to: "champion", actor: { kind: "bench" } });
  } finally {
    await connection.close();
    await database.close();
  }
}
