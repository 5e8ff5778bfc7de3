import type { Health, PartHealth } from "@slipstream/contracts/health";
import type { NodeProcess, SystemStatus } from "@slipstream/contracts/system-status";
import { figureText } from "../figure-text.ts";
import { Badge, type Tone } from "../shell/badge.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import { bytesText } from "./bytes-text.ts";

interface Part {
  name: string;
  state: PartHealth["state"];
  detail?: string | undefined;
  pingMs?: number | undefined;
  version?: string | undefined;
  since?: string | undefined;
  memory?: string | undefined;
  connections?: string | undefined;
  more?: string | undefined;
}

const words = { ok: "up", degraded: "limping", down: "down" } as const;
const tones: Readonly<Record<PartHealth["state"], Tone>> = {
  ok: "plain",
  degraded: "warning",
  down: "error",
};

/** Every store and process: whether it is up, how fast it answers, and what it is made of. */
export function PartsTable({ system }: { system: SystemStatus }) {
  return (
    <DataTable<Part>
      caption="Parts"
      minWidth="68rem"
      rows={partsOf(system)}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", head: "Part", cell: ({ name }) => name },
        {
          key: "state",
          head: "State",
          cell: ({ state, detail }) => (
            <span className="inline-flex flex-wrap items-center gap-2">
              <Badge tone={tones[state]}>{words[state]}</Badge>
              {state !== "ok" && <span className="text-12 text-ink-soft">{detail}</span>}
            </span>
          ),
        },
        {
          key: "ping",
          head: "Answers in, ms",
          numeric: true,
          cell: (row) => figureText(row.pingMs),
        },
        {
          key: "version",
          head: "Version",
          cell: ({ version }) => <span className="whitespace-nowrap">{version ?? "–"}</span>,
        },
        { key: "memory", head: "Memory", numeric: true, cell: ({ memory }) => memory ?? "–" },
        {
          key: "connections",
          head: "Connections",
          numeric: true,
          cell: ({ connections }) => connections ?? "–",
        },
        { key: "more", head: "Besides", cell: ({ more }) => more ?? "" },
        {
          key: "since",
          head: "Up since (UTC)",
          cell: ({ since }) => (since ? <When at={since} time /> : "–"),
        },
      ]}
      empty={{ title: "No part is known" }}
    />
  );
}

function partsOf({ at, health, stores, modelServer, worker }: SystemStatus): Part[] {
  const { postgres, redis, nats } = stores;
  return [
    {
      name: "Worker",
      state: "ok",
      since: worker.isolateStartedAt,
      more: "of the isolate that answers",
    },
    {
      name: "PostgreSQL",
      ...stateIn(health, "database"),
      version: postgres?.version.split(" ", 1)[0],
      since: postgres?.startedAt,
      memory: postgres && `${bytesText(postgres.databaseBytes)} on disk`,
      connections: postgres && `${postgres.connections} / ${postgres.maxConnections}`,
      more: postgres && `${(100 * postgres.cacheHitShare).toFixed(1)} % of reads from memory`,
    },
    {
      name: "Redis",
      ...stateIn(health, "redis"),
      version: redis?.version,
      since: redis && new Date(at - 1000 * redis.uptimeSeconds).toISOString(),
      memory: redis && bytesText(redis.usedBytes),
      connections: redis && String(redis.clients),
      more:
        redis &&
        `${figureText(redis.keys)} keys, ${figureText(redis.operationsPerSecond)} operations/s, ${redis.evictedKeys} evicted`,
    },
    {
      name: "NATS",
      ...stateIn(health, "nats"),
      version: nats?.version,
      memory: nats && `${bytesText(nats.storageBytes)} on disk`,
      more: nats && `${nats.streams.length} streams and buckets`,
    },
    ...stores.processors.map((each) => ({
      name: `Processor ${each.name}`,
      state: "ok" as const,
      pingMs: each.pingMs,
      ...ofProcess(each),
    })),
    ...(stores.processors.length > 0
      ? []
      : [{ name: "Stream processor", ...stateIn(health, "stream") }]),
    { name: "Model server", ...stateIn(health, "modelServer"), ...ofProcess(modelServer) },
  ];
}

/** As the edge sees it: how long the way there and back takes it. */
function stateIn({ parts }: Health, name: string): Pick<Part, "state" | "detail" | "pingMs"> {
  const part = parts[name];
  return { state: part?.state ?? "down", detail: part?.detail, pingMs: part?.latencyMs };
}

function ofProcess(process: NodeProcess | undefined): Partial<Part> {
  if (process === undefined) return {};
  const { nodeVersion, startedAt, residentBytes, cpuShare, eventLoopP99Ms } = process;
  return {
    version: `Node ${nodeVersion}`,
    since: startedAt,
    memory: bytesText(residentBytes),
    more: `${figureText(100 * cpuShare)} % of a core, event loop p99 ${figureText(eventLoopP99Ms)} ms`,
  };
}
