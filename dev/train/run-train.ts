import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BatchPlace, batchPlaces } from "@slipstream/algorithms/engine/standard";
import { versionAt } from "@slipstream/model-server/registry/manifest";
import { LogError } from "@slipstream/model-server/training/log-error";
import { trainingReport } from "@slipstream/model-server/training/report/report";
import {
  type Training,
  type TrainOptions,
  trainModels,
} from "@slipstream/model-server/training/train-models";
import { Database } from "@slipstream/model-server/views/database";
import { z } from "zod";
import { DEFAULT_DATA_DIR } from "../supervisor/defaults.ts";
import { type RunningStores, runningStores } from "../supervisor/running-stores.ts";
import { ProgressLine } from "../traffic/progress-line.ts";
import { recentlyServed } from "./recently-served.ts";
import {
  promoteRanker,
  readSittingChampion,
  register,
  type SittingChampion,
  type TrainingRegistry,
  toShadow,
} from "./register.ts";
import { archiveLog, datasetLog, type TrainingLog } from "./training-log.ts";
import { writeModels } from "./write-models.ts";

const modelNames = ["all", "ranker", ...batchPlaces] as const;

export const trainSettings = z
  .object({
    dataset: z.string().min(1).optional(),
    archive: z.boolean().default(false),
    shop: z.string().optional(),
    /** With a dash or without: `two-tower` is `two_tower`. */
    model: z
      .string()
      .transform((name) => name.replaceAll("-", "_"))
      .pipe(z.enum(modelNames))
      .default("all"),
    out: z.string().optional(),
    promote: z.boolean().default(false),
    /** Score it beside what serves: a person, or `promote`, takes it further. */
    shadow: z.boolean().default(false),
    limit: z.coerce.number().int().positive().optional(),
  })
  .refine(({ dataset, archive }) => archive !== (dataset !== undefined), {
    error: "say what to train on: --dataset NAME, or --archive for a shop's own events",
  });
export type TrainSettings = z.infer<typeof trainSettings>;

/** Training wants something that is not there; `code` is stable. */
export class TrainError extends Error {
  override readonly name = "TrainError";
  readonly code: "no_installation" | "unknown_shop";

  constructor(code: TrainError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** What came of the command. */
export interface TrainOutcome {
  training: Training;
  /** Where models, cards and report are. */
  folder: string;
}

/**
 * Trains on a data set or on a shop's archive, in this process, and writes models, cards and report;
 * where an installation runs that has the shop, its registry gets them too.
 * @throws LogError, DatasetError, TrainError, RegistryError
 */
export async function runTrain(
  settings: TrainSettings,
  options: { write: (text: string) => void; stores?: RunningStores | undefined },
): Promise<TrainOutcome> {
  const { write } = options;
  const stores = "stores" in options ? options.stores : runningStores();
  const database = stores && new Database(stores.databaseUrl);
  try {
    const moment = new Date();
    const source = await sourceOf(settings, database);
    const registry = await registryOf(source.shop, { stores, database });
    const champion = typeof registry === "string" ? undefined : await readSittingChampion(registry);
    const served = typeof registry === "string" ? [] : await recentlyServed(registry);
    const training = train(source, settings, { moment, champion: champion?.score, served });
    const folder = resolve(settings.out ?? join(DEFAULT_DATA_DIR, "models", versionAt(moment)));
    mkdirSync(folder, { recursive: true });
    writeModels(folder, training.models);
    const report = trainingReport({ dataset: source.name, log: source.log, training, moment });
    writeFileSync(join(folder, "report.html"), report);
    write(summary(training, folder));
    write(
      typeof registry === "string"
        ? registry
        : await toRegistry({ settings, registry, training, champion }),
    );
    return { training, folder };
  } finally {
    await database?.close();
  }
}

async function sourceOf(
  { dataset, shop = "demo", limit }: TrainSettings,
  database: Database | undefined,
): Promise<TrainingLog> {
  if (dataset !== undefined) {
    const source = await datasetLog(dataset, limit);
    return { ...source, shop: shop === "demo" ? source.shop : shop };
  }
  if (database === undefined) {
    throw new TrainError(
      "no_installation",
      "There is no archive to read: start the shop (npm start), or set DATABASE_URL.",
    );
  }
  if (!(await database.shops()).includes(shop)) {
    throw new TrainError("unknown_shop", `There is no shop "${shop}" in this installation.`);
  }
  return archiveLog(database, shop);
}

function train(
  { name, log, content }: TrainingLog,
  { model }: TrainSettings,
  measured: Pick<TrainOptions, "moment" | "champion" | "served">,
): Training {
  const progress = new ProgressLine();
  const batch: readonly BatchPlace[] =
    model === "all" ? batchPlaces : batchPlaces.filter((each) => each === model);
  const training = trainModels({
    ...{ dataset: name, log, batch, ...measured },
    ranker: model === "all" || model === "ranker",
    parts: content && [content],
    onProgress: (text) => progress.show(() => `${name}: ${text}`),
  });
  progress.end();
  if (training.models.length > 0) return training;
  const what = model === "all" ? "any model" : `a model of the kind ${model}`;
  throw new LogError(
    "log_too_small",
    `The log is too small, or its catalogue too large, for ${what}.`,
  );
}

function summary({ models, gain, gainOverChampion, evaluation }: Training, folder: string): string {
  const lines = models.map(({ manifest }) => {
    const mrr = manifest.metrics["mrr@20"];
    const figure = mrr
      ? `MRR@20 ${mrr.value.toFixed(4)} (${mrr.low?.toFixed(4)} to ${mrr.high?.toFixed(4)})`
      : "";
    return `${manifest.name} ${manifest.version}: ${figure}`;
  });
  const against = gain
    ? `Ranker less blend, MRR@20: ${gain.value.toFixed(4)} (${gain.low.toFixed(4)} to ${gain.high.toFixed(4)}), ${evaluation.predictions} held-out predictions.`
    : "Too few answers for a ranker.";
  const beside = gainOverChampion
    ? [
        `Ranker less the champion, on the same: ${gainOverChampion.value.toFixed(4)} (${gainOverChampion.low.toFixed(4)} to ${gainOverChampion.high.toFixed(4)}).`,
      ]
    : [];
  return [...lines, against, ...beside, `Report: ${join(folder, "report.html")}`].join("\n");
}

/** The registry of the shop, or why there is none, as a sentence. */
async function registryOf(
  shop: string,
  { stores, database }: { stores: RunningStores | undefined; database: Database | undefined },
): Promise<TrainingRegistry | string> {
  if (database === undefined) return "Not in a registry: no installation runs here.";
  const natsUrl = stores?.natsUrl;
  if (natsUrl === undefined) return "Not in a registry: NATS_URL is not set.";
  if (!(await database.shops()).includes(shop)) {
    return `Not in a registry: the installation has no shop "${shop}".`;
  }
  return { database, natsUrl, shop };
}

async function toRegistry(options: {
  settings: TrainSettings;
  registry: TrainingRegistry;
  training: Training;
  champion: SittingChampion | undefined;
}): Promise<string> {
  const { settings, registry, training, champion } = options;
  const { models } = training;
  const { database, shop } = registry;
  await register(registry, models);
  const told = [
    `In the registry of ${shop}: ${models.map(({ manifest }) => manifest.name).join(", ")}.`,
  ];
  if (settings.shadow) told.push(await toShadow({ database, shop, training }));
  if (settings.promote) told.push(await promoteRanker({ database, shop, training, champion }));
  return told.join("\n");
}
