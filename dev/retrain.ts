import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { versionAt } from "@slipstream/model-server/registry/manifest";
import { noteTraining, type Training } from "@slipstream/model-server/registry/note-training";
import { readTrainingState } from "@slipstream/model-server/registry/training-state";
import { Database } from "@slipstream/model-server/views/database";
import { retrainReason } from "./retrain/retrain-reason.ts";
import { trainInChild } from "./retrain/train-child.ts";
import { DEFAULT_DATA_DIR } from "./supervisor/defaults.ts";
import { runningStores } from "./supervisor/running-stores.ts";
import { durationMs } from "./terminal/duration.ts";
import { repeated, runProgram } from "./terminal/program.ts";
import { onStopSignals } from "./terminal/signals.ts";

/** How often it is looked whether something is due. */
const LOOK_MS = 60_000;

await runProgram({
  command: {
    meta: {
      name: "npm run retrain --",
      description:
        "Trains a shop's models on its archive again and again, while all else goes on; each new ranker goes to shadow.",
    },
    args: {
      every: { type: "string", default: "24h", description: "how often: 45m, 6h, 2d" },
      drift: { type: "boolean", description: "and when what is served drifted" },
      shop: { type: "string", default: "demo", description: "whose; may be given several times" },
      data: { type: "string", default: DEFAULT_DATA_DIR, description: "folder of all data" },
    },
  },
  run: async (args, rawArgs) => {
    const shops = repeated(rawArgs, "shop");
    const stores = runningStores(process.env, args.data);
    if (stores === undefined) {
      console.error("no_installation: start the shop (npm start), or set DATABASE_URL.");
      return 1;
    }
    const stopping = new AbortController();
    onStopSignals(() => stopping.abort());
    const database = new Database(stores.databaseUrl);
    const options = {
      ...{
        database,
        signal: stopping.signal,
        everyMs: durationMs(args.every, { option: "every" }),
      },
      ...{ onDrift: args.drift === true, folder: join(args.data, "models") },
    };
    const triedMs = new Map<string, number>();
    while (!stopping.signal.aborted) {
      for (const shop of shops.length > 0 ? shops : [args.shop]) {
        await look(shop, { ...options, triedMs }).catch((error: unknown) => console.error(error));
      }
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
    await database.close();
    return 0;
  },
});

async function look(
  shop: string,
  options: {
    database: Database;
    signal: AbortSignal;
    everyMs: number;
    onDrift: boolean;
    folder: string;
    triedMs: Map<string, number>;
  },
): Promise<void> {
  const { database, signal, everyMs, onDrift, folder, triedMs } = options;
  if (signal.aborted) return;
  const { trainedMs, drift } = await readTrainingState(database, shop);
  const nowMs = Date.now();
  // A training that failed is not tried again before its time.
  const times = [trainedMs, triedMs.get(shop)].filter((each) => each !== undefined);
  const lastMs = times.length === 0 ? undefined : Math.max(...times);
  const reason = retrainReason({ nowMs, lastMs, everyMs, onDrift, drift });
  if (reason === undefined) return;
  triedMs.set(shop, nowMs);
  const moment = new Date(nowMs);
  console.log(`${moment.toISOString()} ${shop}: training, since ${reason}`);
  // A list for people to read: that it cannot be written is no reason not to train.
  const note = (how: Pick<Training, "outcome" | "tookMs">) =>
    noteTraining(database, shop, { at: nowMs, ...how, reason }).catch(console.error);
  await note({ outcome: "running" });
  let code: number | null = null;
  try {
    code = await trainInChild({ shop, out: join(folder, versionAt(moment)), signal });
  } finally {
    const outcome = code === 0 ? "done" : signal.aborted ? "stopped" : "failed";
    await note({ outcome, tookMs: Date.now() - nowMs });
  }
  console.log(`${new Date().toISOString()} ${shop}: training ended with ${code ?? "a signal"}`);
}
