import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelCard } from "@slipstream/model-server/registry/card";
import type { TrainedModel } from "@slipstream/model-server/training/train-models";

/** Writes each model into a folder of its name: its files, its manifest and its card. */
export function writeModels(folder: string, models: readonly TrainedModel[]): void {
  for (const { manifest, files } of models) {
    const own = join(folder, manifest.name);
    mkdirSync(own, { recursive: true });
    for (const [name, bytes] of files) writeFileSync(join(own, name), bytes);
    writeFileSync(join(own, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    writeFileSync(join(own, "card.md"), modelCard(manifest));
  }
}
