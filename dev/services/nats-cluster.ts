import { join } from "node:path";
import { type NatsPorts, type NatsUrls, startNats } from "./nats.ts";
import { freePort } from "./ports.ts";
import type { Service } from "./service.ts";

/** One server of a cluster: starts it, and again at the same place, with the same data. */
export interface NatsNode {
  name: string;
  ports: NatsPorts;
  launch: () => Promise<Service<NatsUrls>>;
}

/**
 * Plans a NATS cluster of so many servers on 127.0.0.1, each with its own folder and ports. Start
 * them together: each is ready when most of them are.
 */
export async function planNatsCluster(options: {
  dataDir: string;
  logDir: string;
  durable: boolean;
  servers: number;
}): Promise<NatsNode[]> {
  const { dataDir, logDir, durable } = options;
  const names = Array.from({ length: options.servers }, (_, index) => `nats-${index + 1}`);
  const routes = await Promise.all(names.map(() => freePort()));
  return Promise.all(
    names.map(async (name, index) => {
      const ports = {
        client: await freePort(),
        websocket: await freePort(),
        monitor: await freePort(),
      };
      const launch = () =>
        startNats({
          dataDir: join(dataDir, name),
          logFile: join(logDir, `${name}.log`),
          durable,
          ports,
          cluster: { server: name, port: routes[index]!, routes },
        });
      return { name, ports, launch };
    }),
  );
}
