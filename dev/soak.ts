import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { runSoak } from "./soak/run-soak.ts";
import { ROOT } from "./supervisor/root.ts";
import { runProgram, wholeNumber } from "./terminal/program.ts";
import { onStopSignals } from "./terminal/signals.ts";
import { figures, figuresTable, writeFigures } from "./traffic/figures.ts";

const MAX_MINUTES = 7 * 24 * 60;
const MAX_RATE = 10_000;
const INTERRUPTED = 130;

await runProgram({
  command: {
    meta: {
      name: "npm run soak --",
      description:
        "Starts a system of its own and keeps it under mixed load: people browse, search and buy while events are replayed; then tells errors, growth of each process's memory, and the longest lag.",
    },
    args: {
      minutes: { type: "string", default: "20", description: "how long" },
      rate: { type: "string", default: "500", description: "events a second that are replayed" },
      data: { type: "string", description: "folder of the run (default: .data/soak/<time>)" },
      json: { type: "string", description: "file for the figures" },
    },
  },
  run: async (args) => {
    const startedAt = new Date();
    // The children are stopped by their guard.
    onStopSignals(() => process.exit(INTERRUPTED));
    const name = startedAt.toISOString().replaceAll(/[:.]/g, "-");
    const settings = {
      minutes: wholeNumber(args.minutes, { option: "minutes", min: 1, max: MAX_MINUTES }),
      rate: wholeNumber(args.rate, { option: "rate", min: 1, max: MAX_RATE }),
      dataDir: resolve(args.data ?? join(ROOT, ".data", "soak", name)),
    };
    mkdirSync(settings.dataDir, { recursive: true });
    const { rows, examples } = await runSoak(settings, (line) => console.log(line));
    console.log(`\n${figuresTable(rows)}`);
    for (const example of examples) console.log(example);
    console.log(`Data and logs: ${settings.dataDir}`);
    if (args.json !== undefined) {
      writeFigures(args.json, figures({ command: "soak", startedAt, settings, rows }));
    }
    return rows.every(({ met }) => met !== false) ? 0 : 1;
  },
});
