import { LogError } from "@slipstream/model-server/training/log-error";
import { z } from "zod";
import { DatasetError } from "./datasets/find.ts";
import { evaluateSettings, runEvaluate } from "./evaluate/run-evaluate.ts";
import { runProgram } from "./terminal/program.ts";

const command = {
  meta: {
    name: "npm run evaluate --",
    description:
      "Replays a data set through the recommender that serves, and tells how often each source, the blend, the ranker and the pipeline had what came next.",
  },
  args: {
    dataset: { type: "string", description: "Name of a data set, or a folder; needed" },
    protocol: {
      type: "string",
      valueHint: "prequential|session|leave-last-out|temporal|basket",
      description: "How questions are made of the log (default: as the files suggest)",
    },
    k: { type: "string", default: "10,20", description: "Cut-offs, up to 50" },
    json: { type: "string", description: "File for the figures" },
    every: {
      type: "string",
      description: "Make one prediction in so many (default: about 60,000 in all)",
    },
    limit: { type: "string", description: "Read so many rows of each file and stop" },
    results: {
      type: "boolean",
      default: true,
      description: "Write the section of docs/models/results.md",
    },
  },
} as const;

async function main(args: Record<string, unknown>): Promise<number> {
  const parsed = evaluateSettings.safeParse(args);
  if (!parsed.success) {
    console.error(z.prettifyError(parsed.error));
    return 1;
  }
  try {
    await runEvaluate(parsed.data, { write: (text) => console.log(text) });
    return 0;
  } catch (error) {
    if (!(error instanceof LogError || error instanceof DatasetError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

await runProgram({ command, run: main });
