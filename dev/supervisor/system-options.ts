import type { InstallOptions } from "../services/install.ts";
import type { StartFailure } from "../services/start-failure.ts";
import type { PartUrls } from "./child-environment.ts";
import type { PartName } from "./parts.ts";
import type { OnProgress } from "./progress.ts";
import type { ShopListing } from "./shops.ts";
import type { StoreUrls } from "./stores.ts";
import type { Supervised } from "./supervised.ts";

/** How to start a system; the defaults are those of `npm start`, without its simulated shoppers. */
export interface SystemOptions {
  /** Where all data, logs and secrets are kept; `.data` in the project's folder. */
  dataDir?: string;
  /** The public port: 8787; 0 for a free one. */
  port?: number;
  /** Where the public port listens: 127.0.0.1. */
  host?: string;
  /** Names or paths of data sets to import, each as a shop of its own. */
  datasets?: string[];
  /** Events a second of the demo shop's simulated shoppers: 0, none. */
  shoppersPerSecond?: number;
  /** How often the demo shop's models are trained anew, and when they drift: `6h`; never. */
  retrainEvery?: string | undefined;
  /** Sources with hot reload in place of the production build. */
  hot?: boolean;
  /** Which programs to run beside the stores: stream, model-server and edge. */
  parts?: PartName[];
  /** Stream processors that share the partitions: 1. */
  processors?: number;
  /** Regions, each with a model server of its own: 1. The edge asks the first one's. */
  regions?: number;
  /** Whether to load the demo shop when it is not there: true. */
  demoShop?: boolean;
  /** Sync stores to disk: true. Tests that delete their data afterwards say false. */
  durable?: boolean;
  /** Where to look for DATABASE_URL and the like: `process.env`; `{}` for private stores only. */
  environment?: NodeJS.ProcessEnv;
  /** LOG_LEVEL of the children: info. */
  logLevel?: string;
  /** Further variables of all programs. */
  variables?: NodeJS.ProcessEnv;
  /** Where programs find the stores, when not where they are: by way of a proxy, say. */
  route?: (stores: StoreUrls) => Promise<StoreUrls>;
  /** Asked before anything is installed; absent: it is installed without asking. */
  askInstall?: InstallOptions["ask"];
  /** Told every step, every restart of a child. */
  onProgress?: OnProgress;
  /** Gives up the start, or nothing once it is done: then call `stop`. */
  signal?: AbortSignal;
}

/** A running system. */
export interface System {
  urls: PartUrls & { stores: StoreUrls };
  shops: ShopListing[];
  /** The demo shop's API key, with the scopes `events:write` and `operations:read`. */
  apiKey: string;
  apiKeyOf(shop: string): string;
  /** The password of the demo shop's accounts: buyer@demo.test and so on; undefined without it. */
  seedPassword: string | undefined;
  /** The environment that children were given, for further programs that belong to the system. */
  environment: NodeJS.ProcessEnv;
  /** Private stores by name: `postgres`, `pgbouncer`, `redis`, `nats`. */
  services: ReadonlyMap<string, Supervised>;
  /** Programs by name. `kill` one to see it come back; `stop` and `start` one for an outage. */
  children: ReadonlyMap<PartName, Supervised>;
  dataDir: string;
  /** Comes when it cannot go on, since its data folder was deleted: then call `stop`. */
  gone: Promise<StartFailure>;
  /** Stops all, the edge first and the stores last; may be called twice. */
  stop(): Promise<void>;
}
