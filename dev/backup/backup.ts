import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { streams } from "@slipstream/contracts/subjects";
import { BackupError } from "./backup-error.ts";
import { archivedUpTo, dumpDatabase } from "./database-dump.ts";
import { databaseFile, type Manifest, manifestFile, secretsFile, streamFile } from "./manifest.ts";
import { type Snapshot, snapshotStream } from "./stream-snapshot.ts";

/** Buckets whose entries live shorter say who is there now: leases, members, elections. */
const SHORTEST_LIFE_NANOS = 3600 * 1_000_000_000;
/** Dumps that EVENTS may outrun before it is given up. */
const MAX_TRIES = 3;

/** Where the stores are. */
export interface BackupSource {
  /** Of a role that row-level security does not hold. */
  databaseUrl: string;
  natsUrl: string;
  /** The private installation's secrets, without which what is sealed in the database is lost. */
  secretsPath?: string | undefined;
}

/**
 * Writes PostgreSQL and the streams to an empty folder while everything goes on. The database is
 * dumped first, so that EVENTS has all that the dump's archive lacks; Redis is left out, since
 * processors make it anew of both.
 * @throws BackupError
 */
export async function backup(source: BackupSource, folder: string): Promise<Manifest> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readdirSync(folder).length > 0) {
    throw new BackupError("not_empty", `${folder} is not empty: choose a new folder.`);
  }
  // A folder that was there may be open to others.
  chmodSync(folder, 0o700);
  const takenAt = new Date().toISOString();
  const connection = await connect(natsAddress(source.natsUrl));
  try {
    const events = await dumpBeforeEvents(connection, source, folder);
    const others = (await keptStreams(connection)).filter((name) => name !== streams.events);
    const snapshots = events === undefined ? [] : [events];
    for (const stream of others) {
      const file = join(folder, streamFile(stream));
      snapshots.push(await snapshotStream(connection, { stream, file }));
    }
    if (source.secretsPath !== undefined && existsSync(source.secretsPath)) {
      copyFileSync(source.secretsPath, join(folder, secretsFile));
    }
    const manifest: Manifest = { version: 1, takenAt, streams: snapshots };
    // Written last: a folder without it is no backup.
    writeFileSync(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  } finally {
    await connection.close();
  }
}

/** Dumps again when EVENTS was purged meanwhile of what the dump's archive does not have. */
async function dumpBeforeEvents(
  connection: NatsConnection,
  source: BackupSource,
  folder: string,
): Promise<Snapshot | undefined> {
  const url = source.databaseUrl;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const archived = await archivedUpTo(url);
    await dumpDatabase({ url, file: join(folder, databaseFile) });
    if (!(await keptStreams(connection)).includes(streams.events)) return undefined;
    const file = join(folder, streamFile(streams.events));
    const snapshot = await snapshotStream(connection, { stream: streams.events, file });
    if (snapshot.state.first_seq <= archived + 1) return snapshot;
  }
  throw new BackupError(
    "log_moved_on",
    `EVENTS is purged faster than the database is dumped, ${MAX_TRIES} times: make the kept tail longer.`,
  );
}

/** All streams but mirrors, which are made anew of what they mirror, and what expires at once. */
async function keptStreams(connection: NatsConnection): Promise<string[]> {
  const manager = await jetstreamManager(connection);
  const kept: string[] = [];
  for await (const { config } of manager.streams.list()) {
    const expires = config.max_age > 0 && config.max_age < SHORTEST_LIFE_NANOS;
    if (config.mirror === undefined && !expires) kept.push(config.name);
  }
  return kept.sort();
}
