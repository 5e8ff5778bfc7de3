import {
  STORES_PATH,
  type StoresStatus,
  type SystemStatus,
  storesStatusSchema,
} from "@slipstream/contracts/system-status";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { readVitals } from "../vitals/vital-counts.ts";
import { askStream } from "./ask-stream.ts";
import { readHealth } from "./health.ts";
import { readNodeProcess } from "./node-process.ts";
import { readProblems } from "./problem-counts.ts";

/** The stream processor gives the stores two seconds. */
const TIMEOUT_MS = 3_000;
/** When this isolate answered first: workerd tells no more of itself. */
let firstAnswerAt: Date | undefined;

/** Every part of the installation at one moment; what does not answer is left out. */
export async function readSystem(options: {
  settings: Settings;
  database: Database;
  shop: string;
}): Promise<SystemStatus> {
  const { settings, database, shop } = options;
  firstAnswerAt ??= new Date();
  const [health, stores, problems, modelServer, vitals] = await Promise.all([
    readHealth(settings, database),
    readStores(settings),
    readProblems(settings, shop).catch(() => ({ problems: [], perMinute: [] })),
    readNodeProcess("model server", settings.MODEL_SERVER_URL),
    readVitals(settings, shop).catch(() => []),
  ]);
  return {
    at: Date.now(),
    health,
    stores,
    ...(modelServer === undefined ? {} : { modelServer }),
    worker: { isolateStartedAt: firstAnswerAt.toISOString(), ...problems },
    vitals,
  };
}

async function readStores(settings: Settings): Promise<StoresStatus> {
  try {
    const call = { path: STORES_PATH, answer: storesStatusSchema };
    return await askStream(settings, { ...call, timeoutMs: TIMEOUT_MS });
  } catch {
    return { processors: [] };
  }
}
