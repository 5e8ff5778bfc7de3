import { connect } from "@nats-io/transport-node";
import { batchPlaces } from "@slipstream/algorithms/engine/standard";
import { decodeGbdtModel } from "@slipstream/algorithms/gbdt/model-codec";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { gbdtMaker, TREES_FILE } from "@slipstream/model-server/rank/gbdt-ranker";
import { rankColumns } from "@slipstream/model-server/rank/rank-columns";
import { ArtefactStore } from "@slipstream/model-server/registry/artefact-store";
import { featureHash } from "@slipstream/model-server/registry/manifest";
import { promote, promoteTogether } from "@slipstream/model-server/registry/promote";
import { publish } from "@slipstream/model-server/registry/publish";
import { readModels } from "@slipstream/model-server/registry/read-models";
import { readChampion } from "@slipstream/model-server/registry/read-staged";
import { RegistryError } from "@slipstream/model-server/registry/registry-error";
import type { TrainedModel, Training } from "@slipstream/model-server/training/train-models";
import type { Database } from "@slipstream/model-server/views/database";

const CONNECT_TIMEOUT_MS = 3_000;
const RANKER = gbdtMaker.name;
const actor = { kind: "train" };

/** A shop's registry, whose files are behind NATS. */
export interface TrainingRegistry {
  database: Database;
  natsUrl: string;
  shop: string;
}

/** The ranker that serves now, to be measured beside the new one. */
export interface SittingChampion {
  version: string;
  /** Undefined: this build cannot load it, so that no server of this build serves it either. */
  score: ((values: Float32Array) => Float32Array) | undefined;
}

async function withStore<T>(
  natsUrl: string,
  work: (store: ArtefactStore) => Promise<T>,
): Promise<T> {
  const connection = await connect({
    ...{ ...natsAddress(natsUrl), reconnect: false, timeout: CONNECT_TIMEOUT_MS },
  });
  try {
    return await work(new ArtefactStore(Promise.resolve(connection)));
  } finally {
    await connection.close();
  }
}

/** Puts the trained models into a shop's registry as candidates. @throws RegistryError */
export async function register(
  { database, natsUrl, shop }: TrainingRegistry,
  models: readonly TrainedModel[],
): Promise<void> {
  await withStore(natsUrl, async (store) => {
    for (const model of models) await publish({ database, store }, { shop, ...model });
  });
}

/** The champion with its trees; undefined where there is none. @throws RegistryError */
export async function readSittingChampion({
  database,
  natsUrl,
  shop,
}: TrainingRegistry): Promise<SittingChampion | undefined> {
  const manifest = await readChampion(database, { shop, name: RANKER });
  if (manifest === undefined) return undefined;
  const { version, files, featureHash: own } = manifest;
  const trees = files.find(({ name }) => name === TREES_FILE);
  if (trees === undefined || own !== featureHash(gbdtMaker)) return { version, score: undefined };
  try {
    const bytes = await withStore(natsUrl, (store) => store.read(shop, trees));
    const model = decodeGbdtModel(bytes, rankColumns).expectFeatures(rankColumns);
    return { version, score: (values) => model.predict(values) };
  } catch (error) {
    if (!(error instanceof RegistryError) || error.code === "store_unavailable") throw error;
    return { version, score: undefined };
  }
}

/**
 * Lets the trained ranker be scored beside what serves, with the batch models that serve, whatever it
 * was trained with. Answers what was done. @throws StageError
 */
export async function toShadow(options: {
  database: Database;
  shop: string;
  training: Training;
}): Promise<string> {
  const { database, shop, training } = options;
  const ranker = rankerOf(training);
  if (ranker === undefined) return "No shadow: no ranker was trained.";
  const { version } = ranker.manifest;
  await promote(database, { shop, name: RANKER, version, to: "shadow", actor });
  const shadow = `Shadow: ranker ${version} scores beside what serves`;
  const serving = await servingBatch(database, shop);
  const own = new Map(companionsOf(training).map(({ name, version }) => [name, version]));
  const others = batchPlaces
    .filter((name) => serving.get(name) !== own.get(name))
    .map((name) => `${name} ${serving.get(name) ?? "none"} for ${own.get(name) ?? "none"}`);
  if (others.length === 0) return `${shadow}.`;
  return `${shadow}, where others serve than it was trained with: ${others.join(", ")}.`;
}

/**
 * Makes the trained ranker the champion when it is better than the blend, and than the champion that
 * sits, on the same rows and by the whole interval, and when all batch models that serve were trained
 * with it: they come along, all or none. Answers what was done, or why not, as a sentence.
 * @throws StageError
 */
export async function promoteRanker(options: {
  database: Database;
  shop: string;
  training: Training;
  champion: SittingChampion | undefined;
}): Promise<string> {
  const { database, shop, training, champion } = options;
  const { gain, gainOverChampion } = training;
  const ranker = rankerOf(training);
  if (ranker === undefined || gain === undefined) return "Not promoted: no ranker was trained.";
  const { version } = ranker.manifest;
  const companions = companionsOf(training);
  const serving = [...(await servingBatch(database, shop)).keys()];
  const stranger = serving.find((name) => companions.every((each) => each.name !== name));
  if (stranger !== undefined) {
    return `Not promoted: ${stranger} serves and was not trained with it.`;
  }
  const comparisons = [
    ["the blend", gain] as const,
    ...(gainOverChampion ? [[`champion ${champion?.version}`, gainOverChampion] as const] : []),
  ];
  const told = comparisons.map(([rival, interval]) => `less ${rival}'s ${textOf(interval)}`);
  const worse = comparisons.find(([, { low }]) => !(low > 0));
  if (worse !== undefined) {
    const [rival, interval] = worse;
    return `Not promoted: the ranker's MRR@20 less ${rival}'s is ${textOf(interval)}, which does not lie above 0.`;
  }
  const crown = { to: "champion", actor } as const;
  const reason = `MRR@20 ${told.join(", ")}`;
  await promoteTogether(database, shop, [
    { ...crown, name: RANKER, version, ifChampion: champion?.version ?? null, reason },
    ...companions.map((each) => ({
      ...{ ...crown, ...each, reason: `the ranker ${version} was measured with it` },
    })),
  ]);
  const before = champion === undefined ? "the blend" : `ranker ${champion.version}`;
  const promoted = `Promoted: ranker ${version} takes the place of ${before}`;
  const names = companions.map(({ name }) => name);
  return names.length === 0 ? `${promoted}.` : `${promoted}, with ${names.join(", ")}.`;
}

/** Batch models whose columns the ranker had when it was measured: they serve with it. */
function companionsOf({ models }: Training): { name: string; version: string }[] {
  return models
    .map(({ manifest: { name, version } }) => ({ name, version }))
    .filter(({ name }) => name !== RANKER);
}

/** The versions of the batch models that serve now, by name. */
async function servingBatch(database: Database, shop: string): Promise<Map<string, string>> {
  const rows = await readModels(database, shop);
  const champions = rows.filter(({ name, stage }) => name !== RANKER && stage === "champion");
  return new Map(champions.map(({ name, version }) => [name, version]));
}

function rankerOf({ models }: Training): TrainedModel | undefined {
  return models.find(({ manifest }) => manifest.name === RANKER);
}

function textOf({ value, low, high }: { value: number; low: number; high: number }): string {
  return `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
}
