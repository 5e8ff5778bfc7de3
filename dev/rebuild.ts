import { RebuildError } from "@slipstream/stream/rebuild/rebuild-error";
import { z } from "zod";
import { rebuildSettings, runRebuild } from "./rebuild/run-rebuild.ts";
import { runProgram } from "./terminal/program.ts";
import { ProgressLine } from "./traffic/progress-line.ts";

const command = {
  meta: {
    name: "npm run rebuild --",
    description:
      "Builds the processors' state in Redis and the factors anew, from what is archived and the log's tail, while the system goes on; then puts it in the live state's place between two turns.",
  },
  args: {
    from: {
      type: "string",
      valueHint: "log|archive",
      description: "The log alone, as long as it is whole, or the archive and the log's tail",
    },
    namespace: {
      type: "string",
      description: "Build beside, under this name, and leave the live state alone",
    },
    until: {
      type: "string",
      valueHint: "TIME",
      description: "The state as of then (ISO 8601); needs --namespace",
    },
    compare: {
      type: "boolean",
      description: "Compare with the live state, value by value; processors wait meanwhile",
    },
    replays: {
      type: "string",
      description: "How often an event is learnt again (default: LEARN_REPLAYS, else 1)",
    },
    drop: { type: "boolean", description: "Only remove what was built under --namespace" },
    finish: {
      type: "boolean",
      description: "Only end an earlier rebuild that broke off while it put its state in place",
    },
    json: { type: "string", description: "File for the figures" },
  },
} as const;

async function main(args: Record<string, unknown>): Promise<number> {
  const parsed = rebuildSettings.safeParse(args);
  if (!parsed.success) {
    console.error(`usage: ${z.prettifyError(parsed.error)}`);
    return 1;
  }
  const progress = new ProgressLine();
  try {
    const same = await runRebuild(parsed.data, {
      write: (text) => {
        progress.end();
        console.log(text);
      },
      onProgress: (text) => progress.show(text),
    });
    return same ? 0 : 1;
  } catch (error) {
    progress.end();
    if (!(error instanceof RebuildError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return 1;
  }
}

await runProgram({ command, run: main });
