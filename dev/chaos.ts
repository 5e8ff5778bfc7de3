import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { FAULTS, type FaultName, mixedFaults, planFaults } from "./chaos/plan.ts";
import { type ChaosOutcome, runChaos } from "./chaos/run-chaos.ts";
import { MAX_PROCESSORS } from "./supervisor/defaults.ts";
import { ROOT } from "./supervisor/root.ts";
import { runProgram, UsageError, wholeNumber } from "./terminal/program.ts";
import { onStopSignals } from "./terminal/signals.ts";
import { figureRow, figures, figuresTable, writeFigures } from "./traffic/figures.ts";

const SHOWN_FINDINGS = 30;
const MAX_KILLS = 10_000;
const MAX_EVENTS = 10_000_000;
const MS_PER_SECOND = 1_000;
const INTERRUPTED = 130;

await runProgram({
  command: {
    meta: {
      name: "npm run chaos --",
      description:
        "Starts a system of its own, sends it events through the public API, kills, pauses and cuts its parts at seeded moments, and compares what it holds afterwards with what it accepted.",
    },
    args: {
      kills: { type: "string", default: "100", description: "processes ended by SIGKILL" },
      events: { type: "string", default: "100000", description: "events sent" },
      seed: { type: "string", default: "1", description: "the same seed plans the same faults" },
      fault: { type: "string", valueHint: "NAME", description: `only one: ${FAULTS.join(", ")}` },
      pause: { type: "string", default: "10", description: "seconds that SIGSTOP lasts" },
      cluster: { type: "boolean", description: "three NATS servers, one of them down" },
      processors: { type: "string", default: "1", description: "stream processors" },
      window: { type: "string", default: "5", description: "seconds that NATS remembers ids" },
      data: { type: "string", description: "folder of the run (default: .data/chaos/<time>)" },
      json: { type: "string", description: "file for the figures" },
    },
  },
  run: (args) =>
    chaos({
      kills: wholeNumber(args.kills, { option: "kills", min: 1, max: MAX_KILLS }),
      events: wholeNumber(args.events, { option: "events", min: 100, max: MAX_EVENTS }),
      seed: wholeNumber(args.seed, { option: "seed", min: 0, max: 2 ** 32 - 1 }),
      only: faultOf(args.fault),
      pauseSeconds: wholeNumber(args.pause, { option: "pause", min: 1, max: 600 }),
      windowSeconds: wholeNumber(args.window, { option: "window", min: 1, max: 3600 }),
      cluster: args.cluster ?? false,
      processors: wholeNumber(args.processors, {
        option: "processors",
        min: 1,
        max: MAX_PROCESSORS,
      }),
      data: args.data,
      json: args.json,
    }),
});

interface Settings {
  kills: number;
  events: number;
  seed: number;
  only: FaultName | undefined;
  pauseSeconds: number;
  windowSeconds: number;
  cluster: boolean;
  processors: number;
  data: string | undefined;
  json: string | undefined;
}

function faultOf(name: string | undefined): FaultName | undefined {
  const known = FAULTS.find((fault) => fault === name);
  if (name === undefined || known !== undefined) return known;
  throw new UsageError(`there is no fault ${name}: ${FAULTS.join(", ")}`);
}

/** Resolves to the exit code: 0 for nothing lost, nothing doubled, nothing out of order. */
async function chaos(settings: Settings): Promise<number> {
  const startedAt = new Date();
  // The children are stopped by their guard, disks are let go of at the exit.
  onStopSignals(() => process.exit(INTERRUPTED));
  const { kills, events, seed, only, cluster, json } = settings;
  const mixed = mixedFaults({ seed, kills });
  const faults = only
    ? Array.from({ length: kills }, () => only)
    : mixed.filter((fault) => !(cluster && fault === "full-disk-nats"));
  const plan = planFaults({ seed, events, faults });
  console.log(`Seed ${seed}: ${plan.map(({ fault }) => fault).join(", ")}`);
  const name = startedAt.toISOString().replaceAll(/[:.]/g, "-");
  const dataDir = resolve(settings.data ?? join(ROOT, ".data", "chaos", name));
  mkdirSync(dataDir, { recursive: true });
  const outcome = await runChaos({
    dataDir,
    seed,
    plan,
    pauseMs: settings.pauseSeconds * MS_PER_SECOND,
    leaseTtlMs: 4_000,
    cluster,
    processors: settings.processors,
    duplicateWindowMs: settings.windowSeconds * MS_PER_SECOND,
    tell: (line) => console.log(line),
  });
  const rows = rowsOf(outcome);
  console.log(`\n${figuresTable(rows)}`);
  report(outcome, dataDir);
  if (json)
    writeFigures(json, figures({ command: "chaos", startedAt, settings: { ...settings }, rows }));
  return outcome.findings.all.length === 0 ? 0 : 1;
}

function rowsOf({ findings, kills, accepted, facts, stalls }: ChaosOutcome) {
  return [
    figureRow("lost", findings.count("lost"), "findings", { goal: 0 }),
    figureRow("doubled", findings.count("doubled"), "findings", { goal: 0 }),
    figureRow("out_of_order", findings.count("out_of_order"), "findings", { goal: 0 }),
    figureRow("kills", kills, "processes"),
    figureRow("events", accepted.length + facts.length, "events"),
    figureRow("compared", findings.compared, "values"),
    ...[...stalls].map(([fault, ms]) => figureRow(`stall.${fault}.max`, ms, "ms")),
  ];
}

function report(
  { findings, missed, log, accepted, facts, retries }: ChaosOutcome,
  dataDir: string,
): void {
  console.log(
    `\n${retries} requests were made again; EVENTS has ${log.events} messages of ${accepted.length + facts.length} events.`,
  );
  if (!log.isWhole) console.log("LEARN has dropped what is old: its steps were not compared.");
  for (const fault of missed) console.log(`Did not happen: ${fault}`);
  for (const { kind, where, what } of findings.all.slice(0, SHOWN_FINDINGS)) {
    console.log(`${kind} in ${where}: ${what}`);
  }
  const more = findings.all.length - SHOWN_FINDINGS;
  if (more > 0) console.log(`and ${more} more`);
  console.log(`Data and logs: ${dataDir}`);
}
