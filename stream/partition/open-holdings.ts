import { randomBytes } from "node:crypto";
import type { JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import type { NatsConnection } from "@nats-io/nats-core";
import { MEMBER_BUCKET } from "@slipstream/contracts/members";
import { LEASE_BUCKET } from "@slipstream/contracts/subjects";
import type { Logger } from "pino";
import { expiringBucket } from "../consumer/streams.ts";
import type { Environment } from "../env.ts";
import { Holdings } from "./holdings.ts";

/** Addresses that mean "all of this host": others find it by its name. */
const everyAddress: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);
const ID_BYTES = 3;

/** This process as one of several, with the bucket of leases. */
export interface OpenHoldings {
  holdings: Holdings;
  leases: KV;
  id: string;
  /** Says where this process answers; before that others find the port that was asked for. */
  listensAt(port: number): void;
}

/** Opens the buckets of leases and members. */
export async function openHoldings(
  environment: Environment,
  parts: { connection: NatsConnection; manager: JetStreamManager; log: Logger },
): Promise<OpenHoldings> {
  const { LEASE_TTL_MS: ttlMs, NATS_REPLICAS: replicas, HOSTNAME: host } = environment;
  const bucket = (name: string) => expiringBucket(parts.connection, { name, ttlMs, replicas });
  const [leases, members] = [await bucket(LEASE_BUCKET), await bucket(MEMBER_BUCKET)];
  // Unlike any other's, also of one that had the same process id before.
  const id = `${host}/${process.pid}-${randomBytes(ID_BYTES).toString("hex")}`;
  const address = environment.STREAM_HOST;
  const self = {
    host: everyAddress.has(address) ? host : address,
    port: environment.STREAM_PORT,
    startedAt: Date.now(),
  };
  const { manager, log } = parts;
  const holdings = new Holdings({ manager, leases, members, ttlMs, id, describe: () => self, log });
  const listensAt = (port: number) => {
    self.port = port;
  };
  return { holdings, leases, id, listensAt };
}
