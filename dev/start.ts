import {
  DEFAULT_DATA_DIR,
  DEFAULT_PORT,
  MAX_PROCESSORS,
  MAX_REGIONS,
} from "./supervisor/defaults.ts";
import { durationMs } from "./terminal/duration.ts";
import { repeated, runProgram, wholeNumber } from "./terminal/program.ts";
import { runSystem } from "./terminal/run-system.ts";

const DEFAULT_SHOPPERS_PER_SECOND = 2;
const MAX_SHOPPERS_PER_SECOND = 1_000;

await runProgram({
  command: {
    meta: { name: "npm start --", description: "Starts the shop and everything behind it." },
    args: {
      port: { type: "string", default: String(DEFAULT_PORT), description: "public port" },
      host: { type: "string", default: "127.0.0.1", description: "where that port listens" },
      data: { type: "string", default: DEFAULT_DATA_DIR, description: "folder of all data" },
      dataset: {
        type: "string",
        valueHint: "NAME|PATH",
        description: "import a data set as a shop of its own; may be given several times",
      },
      shoppers: {
        type: "string",
        default: String(DEFAULT_SHOPPERS_PER_SECOND),
        description: "events a second of the demo shop's simulated shoppers; 0: none",
      },
      processors: {
        type: "string",
        default: "1",
        description: "stream processors that share the work",
      },
      regions: {
        type: "string",
        default: "1",
        description: "regions, each with a model server that a mirror of the log feeds",
      },
      "retrain-every": {
        type: "string",
        valueHint: "6h",
        description:
          "train the demo shop's models anew, so often and when they drift (default: never)",
      },
      hot: { type: "boolean", description: "sources with hot reload, not the production build" },
    },
  },
  run: (args, rawArgs) =>
    runSystem({
      port: wholeNumber(args.port, { option: "port", min: 1, max: 65_535 }),
      host: args.host,
      dataDir: args.data,
      datasets: repeated(rawArgs, "dataset"),
      shoppersPerSecond: wholeNumber(args.shoppers, {
        option: "shoppers",
        min: 0,
        max: MAX_SHOPPERS_PER_SECOND,
      }),
      processors: wholeNumber(args.processors, {
        option: "processors",
        min: 1,
        max: MAX_PROCESSORS,
      }),
      regions: wholeNumber(args.regions, { option: "regions", min: 1, max: MAX_REGIONS }),
      retrainEvery: retrainEvery(args["retrain-every"]),
      hot: args.hot,
    }),
});

/** Checked at once, and not by the program that is started with it. */
function retrainEvery(text: string | undefined): string | undefined {
  if (text !== undefined) durationMs(text, { option: "retrain-every" });
  return text;
}
