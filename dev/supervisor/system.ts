import { join, resolve } from "node:path";
import { freePort } from "../services/ports.ts";
import { childEnvironment, type PartPorts, partUrls } from "./child-environment.ts";
import { DEFAULT_DATA_DIR, DEFAULT_PORT } from "./defaults.ts";
import { type ExternalStores, externalStores } from "./external-stores.ts";
import { lockFolder } from "./folder-lock.ts";
import { holdPort } from "./held-port.ts";
import {
  launchPart,
  modelServerNames,
  type PartName,
  type PartOptions,
  stopLeftoverParts,
  streamNames,
} from "./parts.ts";
import { requireBinaries, requireDiskSpace } from "./preconditions.ts";
import { type OnProgress, type Step, step } from "./progress.ts";
import { apiKeyOf, loadSecrets, seedPasswordOf } from "./secrets.ts";
import { makeSeedAccounts } from "./seed-accounts.ts";
import { listShops, registerApiKeys, type ShopListing } from "./shops.ts";
import { StopList } from "./stop-list.ts";
import { buildStorefront, type StorefrontBuild } from "./storefront-build.ts";
import { STOP_PHASES, type StopPhase, type Stores, startStores } from "./stores.ts";
import { Supervised } from "./supervised.ts";
import type { System, SystemOptions } from "./system-options.ts";
import { watchFolder } from "./watch-folder.ts";

const DEFAULT_PARTS: PartName[] = ["stream", "model-server", "edge"];

/** What the simulated shoppers of a new demo shop did before: its rails know something at once. */
const HISTORY_EVENTS = 10_000;

function placeOf(name: PartName): { step: Step; phase: StopPhase } {
  if (name === "edge") return { step: "Edge worker", phase: "edge" };
  if (name === "shoppers") return { step: "Shoppers", phase: "edge" };
  if (name === "retraining") return { step: "Retraining", phase: "edge" };
  const number = /\d+$/.exec(name)?.[0];
  const numbered = (step: "Model server" | "Stream processor"): Step =>
    number === undefined ? step : `${step} ${Number(number)}`;
  return name.startsWith("model-server")
    ? { step: numbered("Model server"), phase: "model server" }
    : { step: numbered("Stream processor"), phase: "stream" };
}

/** The steps that a start with these options shows, in order. */
export function plannedSteps(options: SystemOptions): Step[] {
  const { hot, parts, datasets, demoShop, processors, regions } = fillIn(options);
  const of = (part: PartName) => (parts.includes(part) ? [placeOf(part).step] : []);
  return [
    "PostgreSQL",
    "Redis",
    "NATS",
    ...(parts.includes("edge") && !hot ? (["Storefront build"] as const) : []),
    "Schema",
    ...(demoShop ? (["Demo shop"] as const) : []),
    ...datasets.map((nameOrPath): Step => `Data set ${nameOrPath}`),
    ...(parts.includes("stream") ? streamNames(processors).map((name) => placeOf(name).step) : []),
    ...(parts.includes("model-server")
      ? modelServerNames(regions).map((name) => placeOf(name).step)
      : []),
    ...of("edge"),
    ...of("shoppers"),
    ...of("retraining"),
  ];
}

/** The options with every default filled in. */
type Settings = Required<Omit<SystemOptions, "askInstall" | "signal" | "retrainEvery">> &
  Pick<SystemOptions, "askInstall" | "signal" | "retrainEvery"> & {
    external: ExternalStores;
    stops: StopList<StopPhase>;
  };

/**
 * Starts everything that `npm start` starts and waits until it is ready. Prints nothing. What was
 * started before a failure, or before `signal` was raised, is stopped again.
 * @throws StartFailure, whose message is for the person who started it
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const settings = fillIn(options);
  const { stops, dataDir } = settings;
  const unlock = lockFolder(dataDir);
  const { gone, onProgress } = watchFolder(dataDir, settings.onProgress);
  const stop = async () => {
    await stops.run();
    unlock();
  };
  try {
    return { ...(await startAll({ ...settings, onProgress })), dataDir, gone, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function fillIn(options: SystemOptions): Settings {
  const environment = options.environment ?? process.env;
  const shoppersPerSecond = options.shoppersPerSecond ?? 0;
  const parts = options.parts ?? DEFAULT_PARTS;
  return {
    ...options,
    dataDir: resolve(options.dataDir ?? DEFAULT_DATA_DIR),
    port: options.port ?? DEFAULT_PORT,
    host: options.host ?? "127.0.0.1",
    datasets: options.datasets ?? [],
    shoppersPerSecond,
    hot: options.hot ?? false,
    processors: options.processors ?? 1,
    regions: options.regions ?? 1,
    parts: [
      ...parts,
      ...(shoppersPerSecond > 0 ? (["shoppers"] as const) : []),
      ...(options.retrainEvery === undefined ? [] : (["retraining"] as const)),
    ],
    demoShop: options.demoShop ?? true,
    durable: options.durable ?? true,
    environment,
    logLevel: options.logLevel ?? (environment.LOG_LEVEL || "info"),
    variables: options.variables ?? {},
    route: options.route ?? (async (stores) => stores),
    onProgress: options.onProgress ?? (() => {}),
    external: externalStores(environment),
    stops: new StopList(STOP_PHASES),
  };
}

async function startAll(settings: Settings): Promise<Omit<System, "dataDir" | "gone" | "stop">> {
  const { dataDir, host, signal } = settings;
  requireDiskSpace(dataDir);
  await stopLeftoverParts(dataDir);
  const edgePort = settings.port || (await freePort());
  const releasePort = await holdPort({ port: edgePort, host });
  settings.stops.add("edge", releasePort);
  await findPrograms(settings);
  const secrets = loadSecrets(dataDir);
  const ports: PartPorts = {
    edge: edgePort,
    edgeInternal: await freePort(),
    stream: await freePort(),
    moreStreams: await Promise.all(Array.from({ length: settings.processors - 1 }, freePort)),
    modelServer: await freePort(),
    moreModelServers: await Promise.all(Array.from({ length: settings.regions - 1 }, freePort)),
  };
  const built = build(settings);
  const stores = await startStores({
    ...settings,
    gatewayToken: secrets.gatewayToken,
    tell: settings.onProgress,
  });
  signal?.throwIfAborted();
  const { shops, isNewDemo } = await prepareShops(settings, stores, secrets);
  signal?.throwIfAborted();
  const environment = {
    ...childEnvironment({
      stores: await settings.route(stores.urls),
      secrets,
      ports,
      logLevel: settings.logLevel,
    }),
    // Compiled once: half of what a program takes until it listens.
    NODE_COMPILE_CACHE: join(settings.dataDir, "compile-cache"),
    ...settings.variables,
  };
  const apiKey = apiKeyOf(secrets, "demo");
  const historyEvents = isNewDemo ? HISTORY_EVENTS : 0;
  const options = { ...settings, environment, ports, apiKey, historyEvents, releasePort };
  const children = await startParts(settings, options, built);
  return {
    urls: { ...partUrls(ports), stores: stores.urls },
    shops,
    apiKey,
    apiKeyOf: (shop) => apiKeyOf(secrets, shop),
    seedPassword: settings.demoShop ? seedPasswordOf(secrets) : undefined,
    environment,
    services: new Map(stores.supervised.map((store) => [store.name, store])),
    children,
  };
}

function findPrograms(settings: Settings): Promise<void> {
  const { onProgress, askInstall, dataDir, external } = settings;
  return step(onProgress, "Programs", () =>
    requireBinaries(external, {
      logFile: join(dataDir, "logs", "install.log"),
      ask: askInstall,
      announce: (command) => onProgress({ kind: "notice", message: `Installing: ${command}` }),
    }),
  );
}

/** The build goes on beside the stores; its failure is met where its result is needed. */
function build(settings: Settings): Promise<StorefrontBuild | undefined> {
  if (settings.hot || !settings.parts.includes("edge")) return Promise.resolve(undefined);
  const giveUp = new AbortController();
  const signals = settings.signal ? [settings.signal, giveUp.signal] : [giveUp.signal];
  const built = step(
    settings.onProgress,
    "Storefront build",
    () =>
      buildStorefront({
        folder: join(settings.dataDir, "build"),
        logFile: join(settings.dataDir, "logs", "build.log"),
        signal: AbortSignal.any(signals),
      }),
    ({ isNew }) => (isNew ? undefined : "unchanged"),
  );
  const ended = built.then(
    () => {},
    () => {},
  );
  settings.stops.add("edge", () => {
    giveUp.abort();
    return ended;
  });
  return built;
}

async function prepareShops(
  settings: Settings,
  stores: Stores,
  secrets: ReturnType<typeof loadSecrets>,
): Promise<{ shops: ShopListing[]; isNewDemo: boolean }> {
  let isNewDemo = false;
  const tell: OnProgress = settings.onProgress;
  const ownerUrl = stores.urls.databaseOwnerUrl;
  // These are large, and loaded only when it is their turn.
  const { migrate } = await import("@slipstream/migrations/migrate");
  await step(tell, "Schema", () => migrate({ ownerUrl }));
  if (settings.demoShop) {
    const { ensureDemoShop } = await import("@slipstream/migrations/seed/load");
    const demo = await step(
      tell,
      "Demo shop",
      () => ensureDemoShop({ ownerUrl }),
      ({ products, loaded }) => `${products} products${loaded ? "" : ", there already"}`,
    );
    await makeSeedAccounts({ ownerUrl, secrets, shop: "demo" });
    isNewDemo = demo.loaded;
  }
  for (const nameOrPath of settings.datasets) {
    settings.signal?.throwIfAborted();
    const { importDataset } = await import("../datasets/import.ts");
    await step(
      tell,
      `Data set ${nameOrPath}`,
      () => importDataset({ ownerUrl, nameOrPath }),
      ({ shop, products }) => `shop ${shop}, ${products} products`,
    );
  }
  const shops = await listShops(ownerUrl);
  await registerApiKeys({ ownerUrl, secrets, shops });
  return { shops, isNewDemo };
}

/**
 * The stream processor declares the streams, which the model server follows; the edge needs neither
 * to serve, and starts beside them; shoppers come last.
 */
async function startParts(
  settings: Settings,
  options: PartOptions,
  building: Promise<StorefrontBuild | undefined>,
): Promise<Map<PartName, Supervised>> {
  const children = new Map<PartName, Supervised>();
  const start = async (name: PartName): Promise<void> => {
    settings.signal?.throwIfAborted();
    const child = new Supervised({
      name,
      tell: settings.onProgress,
      // The history was sent, or is going on, when it has to be started again.
      launch: () =>
        launchPart(name, children.has(name) ? { ...options, historyEvents: 0 } : options),
    });
    const place = placeOf(name);
    settings.stops.add(place.phase, () => child.stop());
    await step(settings.onProgress, place.step, () => child.start());
    children.set(name, child);
  };
  const startWanted = async (name: PartName) => {
    if (settings.parts.includes(name)) await start(name);
  };
  const startStreams = async () => {
    if (!settings.parts.includes("stream")) return;
    for (const name of streamNames(settings.processors)) await start(name);
  };
  const startModelServers = async () => {
    if (!settings.parts.includes("model-server")) return;
    await Promise.all(modelServerNames(settings.regions).map(start));
  };
  const startEdge = async () => {
    options.build = await building;
    await startWanted("edge");
  };
  const both = [startStreams().then(startModelServers), startEdge()];
  await Promise.allSettled(both);
  await Promise.all(both);
  await startWanted("shoppers");
  await startWanted("retraining");
  return children;
}
