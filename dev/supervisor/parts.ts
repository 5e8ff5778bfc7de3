import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "../services/child.ts";
import { stopLeftover } from "../services/leftover.ts";
import type { PartPorts } from "./child-environment.ts";
import { MAX_PROCESSORS, MAX_REGIONS } from "./defaults.ts";
import { awaitPort } from "./held-port.ts";
import { ROOT } from "./root.ts";
import type { StorefrontBuild } from "./storefront-build.ts";

/** The second stream processor is named `stream-2`, and so on. */
type StreamName = "stream" | `stream-${number}`;
/** The second region's model server is named `model-server-2`, and so on. */
type ModelServerName = "model-server" | `model-server-${number}`;
/** The programs that the supervisor runs beside the stores. */
export type PartName = (typeof PART_NAMES)[number] | StreamName | ModelServerName;

/** In the order in which they are best stopped. */
const PART_NAMES = ["shoppers", "retraining", "edge", "stream", "model-server"] as const;

export interface PartOptions {
  dataDir: string;
  environment: NodeJS.ProcessEnv;
  ports: PartPorts;
  /** Where the public port listens. */
  host: string;
  /** Lets go of the public port, which was held for the edge; harmless when called again. */
  releasePort: () => Promise<void>;
  /** What the edge runs, once it is built; absent while `hot`. */
  build?: StorefrontBuild;
  /** For working on it: sources instead of the build, restarted when they change. */
  hot: boolean;
  /** Events a second of the simulated shoppers. */
  shoppersPerSecond: number;
  /** Events of the past that they send first. */
  historyEvents: number;
  /** How often models are trained anew: `6h`. */
  retrainEvery?: string | undefined;
  /** The demo shop's API key, for the simulated shoppers. */
  apiKey: string;
}

const PROBE_TIMEOUT_MS = 2_000;
/** Vite's first answer compiles the whole route. */
const HOT_TIMEOUT_MS = 60_000;

function pidFileOf(dataDir: string, name: PartName): { pidFile: string; mark: string } {
  return { pidFile: join(dataDir, `${name}.pid`), mark: ROOT };
}

/** Ends what a killed supervisor left running on this data: it holds ports, and would work on. */
export async function stopLeftoverParts(dataDir: string): Promise<void> {
  const more = [...streamNames(MAX_PROCESSORS), ...modelServerNames(MAX_REGIONS)];
  for (const name of new Set([...PART_NAMES, ...more])) {
    await stopLeftover({ ...pidFileOf(dataDir, name), signal: "SIGTERM" });
  }
}

/** The names of so many stream processors. */
export function streamNames(processors: number): StreamName[] {
  return Array.from(
    { length: processors },
    (_, at): StreamName => (at === 0 ? "stream" : `stream-${at + 1}`),
  );
}

/** The names of the model servers of so many regions. */
export function modelServerNames(regions: number): ModelServerName[] {
  return Array.from(
    { length: regions },
    (_, at): ModelServerName => (at === 0 ? "model-server" : `model-server-${at + 1}`),
  );
}

function isModelServer(name: StreamName | ModelServerName): name is ModelServerName {
  return name.startsWith("model-server");
}

/** A young generation of this size keeps what one turn or request makes from growing old in it. */
export const NODE_OPTIONS = ["--max-semi-space-size=64"];
/**
 * Where the stores have the other core, threads that help to collect the young generation take more
 * from them than they save the processor: on two cores 15 of 220 µs an event.
 */
const STREAM_OPTIONS = availableParallelism() > 2 ? [] : ["--no-parallel-scavenge"];

/** Launches one part; resolves when it answers its health check. */
export async function launchPart(name: PartName, options: PartOptions): Promise<Child> {
  switch (name) {
    case "shoppers":
      return launchNode(options, {
        name,
        title: "The simulated shoppers",
        program: "dev/traffic/main.ts",
        args: [
          ...["--rate", String(options.shoppersPerSecond)],
          ...["--history", String(options.historyEvents)],
        ],
        ready: async () => true,
      });
    case "retraining":
      return launchNode(options, {
        name,
        title: "Retraining",
        program: "dev/retrain.ts",
        args: [
          ...["--every", options.retrainEvery ?? "24h", "--drift"],
          ...["--data", options.dataDir],
        ],
        ready: async () => true,
      });
    case "edge":
      await options.releasePort();
      await awaitPort({ port: options.ports.edge, host: options.host });
      return options.hot ? launchHotEdge(options) : launchBuiltEdge(options);
    default:
      return isModelServer(name) ? launchModelServer(name, options) : launchStream(name, options);
  }
}

/** One of the stream processors; its name is what its leases say. */
function launchStream(name: StreamName, options: PartOptions): Promise<Child> {
  const { hot, ports } = options;
  const ofAll = [ports.stream, ...ports.moreStreams];
  const port = ofAll[streamNames(ofAll.length).indexOf(name)];
  return launchNode(options, {
    name,
    title: "The stream processor",
    program: "stream/main.ts",
    options: STREAM_OPTIONS,
    env: {
      HOSTNAME: name,
      STREAM_PORT: String(port),
      ...(hot ? {} : { EDGE_URL: `http://127.0.0.1:${ports.edgeInternal}` }),
    },
    ready: () => isHealthy(`http://127.0.0.1:${port}/health`),
  });
}

/** A region's model server; all but the first follow LEARN by a mirror of it. */
function launchModelServer(name: ModelServerName, options: PartOptions): Promise<Child> {
  const ofAll = [options.ports.modelServer, ...options.ports.moreModelServers];
  const at = modelServerNames(ofAll.length).indexOf(name);
  return launchNode(options, {
    name,
    title: "The model server",
    program: "model-server/main.ts",
    env: {
      MODEL_SERVER_PORT: String(ofAll[at]),
      GRAPH_FOLDER: join(options.dataDir, "graphs", name),
      ...(at === 0 ? {} : { REGION: String(at + 1) }),
    },
    ready: () => isHealthy(`http://127.0.0.1:${ofAll[at]}/health`),
  });
}

function launchNode(
  options: PartOptions,
  part: {
    name: PartName;
    title: string;
    program: string;
    /** For Node itself, besides those of all. */
    options?: string[];
    args?: string[];
    env?: NodeJS.ProcessEnv;
    ready: () => Promise<boolean>;
  },
): Promise<Child> {
  const watch =
    options.hot && part.name !== "shoppers" && part.name !== "retraining"
      ? ["--watch", "--watch-preserve-output"]
      : [];
  const nodeOptions = [...NODE_OPTIONS, ...(part.options ?? [])];
  const common = commonOptions(options, part.name);
  return startChild({
    ...common,
    env: { ...common.env, ...part.env },
    name: part.title,
    args: [...nodeOptions, ...watch, join(ROOT, part.program), ...(part.args ?? [])],
    ready: part.ready,
  });
}

/** The production build in workerd. */
function launchBuiltEdge(options: PartOptions): Promise<Child> {
  return startChild({
    ...commonOptions(options, "edge"),
    name: "The edge worker",
    args: [join(ROOT, "dev/edge-host.ts")],
    env: {
      ...options.environment,
      EDGE_HOST: options.host,
      EDGE_DATA_DIR: join(options.dataDir, "edge"),
      EDGE_WORKER_CONFIG: options.build?.workerConfig,
      BUILD_ID: options.build?.id,
    },
    ready: () => answers(`http://127.0.0.1:${options.ports.edge}/api/health`),
  });
}

/** The sources in Vite's server with Cloudflare's plugin; variables come from the environment. */
function launchHotEdge(options: PartOptions): Promise<Child> {
  const { edge } = options.ports;
  return startChild({
    ...commonOptions(options, "edge"),
    name: "The edge worker",
    args: [
      join(ROOT, "node_modules/@react-router/dev/bin.cjs"),
      ...["dev", "--port", String(edge), "--host", options.host, "--strictPort"],
    ],
    cwd: join(ROOT, "storefront"),
    env: {
      ...options.environment,
      CLOUDFLARE_INCLUDE_PROCESS_ENV: "true",
      CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: options.environment.DATABASE_URL,
    },
    ready: () => answers(`http://127.0.0.1:${edge}/api/health`),
    readyTimeoutMs: HOT_TIMEOUT_MS,
  });
}

function commonOptions(options: PartOptions, name: PartName) {
  const { pidFile: path, mark } = pidFileOf(options.dataDir, name);
  return {
    command: process.execPath,
    env: { ...options.environment, SLIPSTREAM_API_KEY: options.apiKey },
    logFile: join(options.dataDir, "logs", `${name}.log`),
    pidFile: { path, mark },
  };
}

async function probe(url: string): Promise<number> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  await response.body?.cancel();
  return response.status;
}

/** The part says that it is well. */
async function isHealthy(url: string): Promise<boolean> {
  return (await probe(url)) === 200;
}

/** The worker answers, if only that a part behind it is not well: shops are served all the same. */
async function answers(url: string): Promise<boolean> {
  const status = await probe(url);
  return status < 500 || status === 503;
}
