import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { requireBinary } from "./binaries.ts";
import { startChild } from "./child.ts";
import { freePort } from "./ports.ts";
import { type Place, type Service, withFreePorts } from "./service.ts";
import { StartFailure } from "./start-failure.ts";
import { acceptsTcp } from "./tcp-probe.ts";

export interface NatsUrls {
  /** nats://127.0.0.1:PORT, for Node programs. */
  url: string;
  /** ws://127.0.0.1:PORT, for the worker. */
  wsUrl: string;
  /** http://127.0.0.1:PORT, the server's monitoring pages (/varz, /jsz, /connz); private ones only. */
  monitorUrl?: string;
}

export interface NatsPorts {
  client: number;
  websocket: number;
  monitor: number;
}

/** A server's place among others of a cluster. */
export interface NatsCluster {
  /** Its own name. */
  server: string;
  /** Where the others reach it. */
  port: number;
  /** Where all of them are reached, itself among them. */
  routes: readonly number[];
}

export interface NatsOptions extends Place {
  /** Free ports where absent. */
  ports?: NatsPorts;
  /** One of several that keep streams together; ready when most of them are. */
  cluster?: NatsCluster;
  /** Sync every message to disk, where the server knows how (2.10 and up). */
  durable: boolean;
  /** A server that runs already (NATS_URL, NATS_WS_URL): used as it is, never stopped. */
  external?: { url: string; wsUrl?: string };
}

/**
 * A NATS server on 127.0.0.1 with JetStream, WebSocket and the monitoring port, without a password.
 * Streams are not made here: the stream processor declares them. Ready in about 50 ms.
 * @throws StartFailure `binary_missing`, `child_failed`, `not_reachable`
 */
export async function startNats(options: NatsOptions): Promise<Service<NatsUrls>> {
  if (options.external) return useRunningNats(options.external);
  const command = requireBinary("nats-server");
  mkdirSync(options.dataDir, { recursive: true });
  return withFreePorts(options.ports !== undefined, async () => {
    const ports = options.ports ?? {
      client: await freePort(),
      websocket: await freePort(),
      monitor: await freePort(),
    };
    const configFile = join(options.dataDir, "nats.conf");
    const syncAlways = options.durable && knowsSyncAlways(command);
    writeFileSync(configFile, natsConfiguration({ ...options, ports, syncAlways }));
    const child = await startChild({
      name: "NATS",
      command,
      args: ["-c", configFile],
      logFile: options.logFile,
      ready: () => isHealthy(ports, options.cluster !== undefined),
      pidFile: { path: join(options.dataDir, "nats.pid"), mark: "nats-server" },
    });
    const urls = {
      url: `nats://127.0.0.1:${ports.client}`,
      wsUrl: `ws://127.0.0.1:${ports.websocket}`,
      monitorUrl: `http://127.0.0.1:${ports.monitor}`,
    };
    return { urls, child, stop: child.stop };
  });
}

/**
 * /healthz answers 200 only when JetStream has recovered its streams. In a cluster with a server
 * down it may not for long, while it serves: there the server itself is asked about alone.
 */
async function isHealthy(ports: NatsPorts, inCluster: boolean): Promise<boolean> {
  if (!(await acceptsTcp(ports.client)) || !(await acceptsTcp(ports.websocket))) return false;
  const query = inCluster ? "?js-server-only=true" : "";
  const response = await fetch(`http://127.0.0.1:${ports.monitor}/healthz${query}`);
  await response.body?.cancel();
  return response.ok;
}

/** Debian's 2.9 refuses a configuration with `sync_interval: always`; 2.10 and later know it. */
function knowsSyncAlways(command: string): boolean {
  const answer = execFileSync(command, ["--version"], { encoding: "utf8" });
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(answer) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 10);
}

function natsConfiguration(options: {
  dataDir: string;
  ports: NatsPorts;
  syncAlways: boolean;
  cluster?: NatsCluster;
}): string {
  const { ports, cluster } = options;
  return `server_name: ${cluster?.server ?? "slipstream"}
listen: "127.0.0.1:${ports.client}"
http: "127.0.0.1:${ports.monitor}"
jetstream {
  store_dir: ${JSON.stringify(options.dataDir)}
${options.syncAlways ? "  sync_interval: always\n" : ""}}
websocket {
  listen: "127.0.0.1:${ports.websocket}"
  no_tls: true
}
${cluster === undefined ? "" : clusterConfiguration(cluster)}`;
}

/** Clients are not told of the other servers: they are to stay where they were sent. */
function clusterConfiguration({ port, routes }: NatsCluster): string {
  return `cluster {
  name: slipstream
  listen: "127.0.0.1:${port}"
  no_advertise: true
  routes: [${routes.map((route) => `"nats://127.0.0.1:${route}"`).join(", ")}]
}
`;
}

async function useRunningNats(external: {
  url: string;
  wsUrl?: string;
}): Promise<Service<NatsUrls>> {
  if (!external.wsUrl) {
    throw new StartFailure(
      "not_reachable",
      "NATS_URL is set but NATS_WS_URL is not. The edge worker reaches NATS by WebSocket: set it, for example to ws://127.0.0.1:8080.",
    );
  }
  const { connect } = await import("@nats-io/transport-node");
  const { jetstreamManager } = await import("@nats-io/jetstream");
  try {
    const connection = await connect({
      ...natsAddress(external.url),
      reconnect: false,
      timeout: 3000,
    });
    try {
      await jetstreamManager(connection);
    } finally {
      await connection.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(
      "not_reachable",
      `NATS_URL names a server that does not answer, or has no JetStream (${reason}). Start it with JetStream and WebSocket, or unset NATS_URL for a private one.`,
      { cause: error },
    );
  }
  return { urls: { url: external.url, wsUrl: external.wsUrl }, stop: async () => {} };
}
