import { join, resolve } from "node:path";
import { freePort } from "../services/ports.ts";
import { childEnvironment, type PartPorts, partUrls } from "./child-environment.ts";
import { DEFAULT_DATA_DIR, DEFAULT_PORT } from "./defaults.ts";
import { type ExternalStores, externalStores } from "./external-stores.ts";
import { lockFolder } from "./folder-lock.ts";
import { holdPort } from "./held-port.ts";
import { launchPart, type PartName, type PartOptions, stopLeftoverParts } from "./parts.ts";
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

const DEFAULT_PARTS: PartName[] = ["stream", "model-server", "edge"];

/** What the simulated shoppers of a new demo shop did before: its rails know something at once. */
const HISTORY_EVENTS = 10_000;

const PARTS: Record<PartName, { step: Step; phase: StopPhase }> = {
  edge: { step: "Edge worker", phase: "edge" },
  shoppers: { step: "Shoppers", phase: "edge" },
  stream: { step: "Stream processor", phase: "stream" },
  "model-server": { step: "Model server", phase: "model server" },
};

/** The steps that a start with these options shows, in order. */
export function plannedSteps(options: SystemOptions): Step[] {
  const { hot, parts, datasets, demoShop } = fillIn(options);
  const of = (part: PartName) => (parts.includes(part) ? [PARTS[part].step] : []);
  return [
    "PostgreSQL",
    "Redis",
    "NATS",
    ...(parts.includes("edge") && !hot ? (["Storefront build"] as const) : []),
    "Schema",
    ...(demoShop ? (["Demo shop"] as const) : []),
    ...datasets.map((nameOrPath): Step => `Data set ${nameOrPath}`),
    ...of("stream"),
    ...of("model-server"),
    ...of("edge"),
    ...of("shoppers"),
  ];
}

/** The options with every default filled in. */
type Settings = Required<Omit<SystemOptions, "askInstall" | "signal">> &
  Pick<SystemOptions, "askInstall" | "signal"> & {
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
  const stop = async () => {
    await stops.run();
    unlock();
  };
  try {
    return { ...(await startAll(settings)), dataDir, stop };
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
    parts: shoppersPerSecond > 0 ? [...parts, "shoppers"] : parts,
    demoShop: options.demoShop ?? true,
    durable: options.durable ?? true,
    environment,
    logLevel: options.logLevel ?? (environment.LOG_LEVEL || "info"),
    onProgress: options.onProgress ?? (() => {}),
    external: externalStores(environment),
    stops: new StopList(STOP_PHASES),
  };
}

async function startAll(settings: Settings): Promise<Omit<System, "dataDir" | "stop">> {
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
    modelServer: await freePort(),
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
  const environment = childEnvironment({
    stores: stores.urls,
    secrets,
    ports,
    logLevel: settings.logLevel,
  });
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
    if (!settings.parts.includes(name)) return;
    const child = new Supervised({
      name,
      tell: settings.onProgress,
      // The history was sent, or is going on, when it has to be started again.
      launch: () =>
        launchPart(name, children.has(name) ? { ...options, historyEvents: 0 } : options),
    });
    settings.stops.add(PARTS[name].phase, () => child.stop());
    await step(settings.onProgress, PARTS[name].step, () => child.start());
    children.set(name, child);
  };
  const startEdge = async () => {
    options.build = await building;
    await start("edge");
  };
  const both = [start("stream").then(() => start("model-server")), startEdge()];
  await Promise.allSettled(both);
  await Promise.all(both);
  await start("shoppers");
  return children;
}
