import { Ease } from "@slipstream/algorithms/batch/ease";
import { BATCH_FILE, ITEMS_FILE } from "../batch/batch-maker.ts";
import { RANK_COLUMNS_VERSION } from "../rank/rank-columns.ts";
import { describeModel, type Manifest, type ModelFiles } from "../registry/manifest.ts";
import { trainedModel, versionOf } from "./trained.ts";

/** Files of a small EASE that knows: whoever met one of a pair met the other. Rows as in the pairs. */
export function easeFiles(pairs: readonly (readonly [string, string])[]): Map<string, Uint8Array> {
  const itemIds = pairs.flat();
  const sequences = pairs.flatMap((_, at) =>
    Array.from({ length: 30 }, () => Int32Array.of(2 * at, 2 * at + 1)),
  );
  const model = Ease.train({ items: itemIds.length, sequences }, { regularisation: 1 });
  return new Map([
    [BATCH_FILE, model.toBytes()],
    [ITEMS_FILE, new TextEncoder().encode(JSON.stringify(itemIds))],
  ]);
}

/** Such files as the registry takes them; the version is the minute. */
export function keptEase(
  minute: number,
  files: ModelFiles,
): { manifest: Manifest; files: ModelFiles } {
  const { trainedOn, metrics, settings, createdAt } = trainedModel(minute).manifest;
  const manifest = describeModel(
    {
      ...{ name: "ease", kind: "ease", format: "slipstream-binary", version: versionOf(minute) },
      ...{ features: [], featureVersion: RANK_COLUMNS_VERSION },
      ...{ trainedOn, metrics, settings, createdAt },
    },
    files,
  );
  return { manifest, files };
}
