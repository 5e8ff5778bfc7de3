import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { BackupError } from "./backup-error.ts";
import { holdsShops, restoreDatabase } from "./database-dump.ts";
import { databaseFile, type Manifest, readManifest, streamFile } from "./manifest.ts";
import { restoreStream } from "./stream-snapshot.ts";

export interface RestoreTarget {
  /** Of a superuser, to an empty database. */
  databaseUrl: string;
  natsUrl: string;
  /** Copies of each stream, where the cluster has another size than the one that was backed up. */
  replicas?: number | undefined;
}

/**
 * Puts a backup into stores that nobody uses. Redis stays empty: the first processor to start reads
 * the archive and the log into it.
 * @throws BackupError `not_empty` where the database has shops, or NATS a stream of the backup
 */
export async function restore(target: RestoreTarget, folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  if (await holdsShops(target.databaseUrl)) {
    throw new BackupError("not_empty", "The database has shops. Restore into a new one.");
  }
  const connection = await connect(natsAddress(target.natsUrl));
  try {
    const wanted = new Set(manifest.streams.map(({ config }) => config.name));
    const manager = await jetstreamManager(connection);
    for await (const name of manager.streams.names()) {
      if (wanted.has(name)) {
        throw new BackupError("not_empty", `NATS has a stream ${name}. Restore into a new server.`);
      }
    }
    await restoreDatabase({ url: target.databaseUrl, file: join(folder, databaseFile) });
    for (const { config, state } of manifest.streams) {
      const { replicas = config.num_replicas } = target;
      const snapshot = { config: { ...config, num_replicas: replicas }, state };
      await restoreStream(connection, { snapshot, file: join(folder, streamFile(config.name)) });
    }
    return manifest;
  } finally {
    await connection.close();
  }
}
