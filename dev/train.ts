import { StageError } from "@slipstream/contracts/model-stages";
import { RegistryError } from "@slipstream/model-server/registry/registry-error";
import { BatchTrainingError } from "@slipstream/model-server/training/batch-training";
import { LogError } from "@slipstream/model-server/training/log-error";
import { z } from "zod";
import { DatasetError } from "./datasets/find.ts";
import { runProgram } from "./terminal/program.ts";
import { runTrain, TrainError, trainSettings } from "./train/run-train.ts";

const command = {
  meta: {
    name: "npm run train --",
    description:
      "Trains ranker and batch models on a data set or on a shop's own events, measures them on the part held out, and writes models, cards and a report.",
  },
  args: {
    dataset: { type: "string", description: "Name of a data set, or a folder" },
    archive: { type: "boolean", description: "The events that a shop's archive has" },
    shop: {
      type: "string",
      description: "Whose archive and registry (default: demo, or the set's)",
    },
    model: {
      type: "string",
      default: "all",
      valueHint: "all|ranker|ease|sequence|two_tower|als|autoencoder",
      description: "What to train",
    },
    out: { type: "string", description: "Folder for what is written (default: in .data/models)" },
    promote: {
      type: "boolean",
      description:
        "Let the ranker serve where it is better than the blend, and than the champion, by its interval",
    },
    shadow: {
      type: "boolean",
      description: "Let the ranker score beside what serves, to be looked at",
    },
    limit: { type: "string", description: "Read so many rows of each file and stop" },
  },
} as const;

async function main(args: Record<string, unknown>): Promise<number> {
  const parsed = trainSettings.safeParse(args);
  if (!parsed.success) {
    console.error(z.prettifyError(parsed.error));
    return 1;
  }
  try {
    await runTrain(parsed.data, { write: (text) => console.log(text) });
    return 0;
  } catch (error) {
    const kinds = [
      ...[LogError, DatasetError, TrainError, RegistryError, StageError, BatchTrainingError],
    ];
    const expected = kinds.find((kind) => error instanceof kind);
    if (expected === undefined || !(error instanceof Error) || !("code" in error)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

await runProgram({ command, run: main });
