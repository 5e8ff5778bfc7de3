import { join } from "node:path";
import { planNatsCluster } from "../services/nats-cluster.ts";
import { Supervised } from "../supervisor/supervised.ts";

const SERVERS = 3;

/** Three NATS servers that keep each stream on all of them. */
export interface NatsServers {
  /** How programs are told of it: a server that outlives the run's beginning. */
  environment: { NATS_URL: string; NATS_WS_URL: string };
  ports: { client: number[]; websocket: number[] };
  /** Copies of each stream. */
  replicas: number;
  /** Stops the last one, for good. */
  takeOneDown(): Promise<void>;
  /** Those that run, or are started again. */
  up(): Supervised[];
  stop(): Promise<void>;
}

/** Starts a cluster whose servers are started again when they die. */
export async function startNatsServers(options: {
  dataDir: string;
  tell: (line: string) => void;
}): Promise<NatsServers> {
  const { dataDir, tell } = options;
  const nodes = await planNatsCluster({
    dataDir,
    logDir: join(dataDir, "logs"),
    durable: true,
    servers: SERVERS,
  });
  const servers = nodes.map(
    ({ name, launch }) =>
      new Supervised({
        name,
        launch: async () => {
          const { child } = await launch();
          if (child === undefined) throw new Error(`${name} has no process of its own`);
          return child;
        },
        tell: (news) => {
          if (news.kind === "restart_failed") tell(`${name} did not start: ${news.reason}`);
        },
      }),
  );
  await Promise.all(servers.map((server) => server.start()));
  let up = servers;
  return {
    environment: {
      NATS_URL: `nats://127.0.0.1:${nodes[0]!.ports.client}`,
      NATS_WS_URL: `ws://127.0.0.1:${nodes[0]!.ports.websocket}`,
    },
    ports: {
      client: nodes.map(({ ports }) => ports.client),
      websocket: nodes.map(({ ports }) => ports.websocket),
    },
    replicas: SERVERS,
    async takeOneDown() {
      up = servers.slice(0, -1);
      await servers.at(-1)?.stop();
    },
    up: () => up,
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
