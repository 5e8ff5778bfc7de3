import { relative } from "node:path";
import type { System } from "../supervisor/system-options.ts";

/** The addresses of a running system, in two columns, for the screen. */
export function urlTable(system: System): string {
  const port = new URL(system.urls.edge).port;
  const shops = system.shops.flatMap((shop): [string, string][] => {
    const label = `${shop.name}${shop.simulated ? " (simulated shoppers)" : ""}`;
    return shop.hosts.slice(0, 1).map((host) => [label, `http://${host}:${port}`]);
  });
  const rows: [string, string][] = [
    ...shops,
    ["Operations", `${system.urls.edge}/ops`],
    ["API, documented", `${system.urls.edge}/api/docs`],
    ["Model server", `${system.urls.modelServer}/docs`],
    ...system.urls.moreModelServers.map((url, at): [string, string] => [
      `Model server ${at + 2}`,
      `${url}/docs`,
    ]),
    ["Stream processor", `${system.urls.stream}/metrics`],
    ...system.urls.moreStreams.map((url, at): [string, string] => [
      `Stream processor ${at + 2}`,
      `${url}/metrics`,
    ]),
    ...(system.urls.stores.nats.monitorUrl
      ? [["NATS", system.urls.stores.nats.monitorUrl] satisfies [string, string]]
      : []),
    ["PostgreSQL", system.urls.stores.databaseUrl],
    ["Redis", system.urls.stores.redisUrl],
    ["API key (demo)", system.apiKey],
    ...accountRows(system),
    ["Logs", `${shortPath(system.dataDir)}/logs`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join("\n");
}

/** The demo shop's accounts, all with one password. */
function accountRows({ seedPassword, urls }: System): [string, string][] {
  if (seedPassword === undefined) return [];
  return [
    ["Sign in as", "buyer@ seller@ seller2@ admin@ ops@demo.test"],
    ["with the password", seedPassword],
    ["Letters", `${urls.edge}/dev/mail`],
  ];
}

/** Relative to where the person is, where that is shorter. */
function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere || ".";
}
