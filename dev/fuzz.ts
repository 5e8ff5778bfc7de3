import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { FuzzAccounts } from "./fuzz/accounts.ts";
import { type FuzzOutcome, runFuzz } from "./fuzz/run-fuzz.ts";
import { ROOT } from "./supervisor/root.ts";
import { startSystem } from "./supervisor/system.ts";
import { runProgram, wholeNumber } from "./terminal/program.ts";
import { onStopSignals } from "./terminal/signals.ts";
import { figureRow, figures, figuresTable, writeFigures } from "./traffic/figures.ts";

const MAX_REQUESTS = 10_000_000;
const MAX_CONCURRENCY = 64;
const SHOWN_FINDINGS = 30;
const MAX_SHOWN = 2_000;
const INTERRUPTED = 130;

await runProgram({
  command: {
    meta: {
      name: "npm run fuzz --",
      description:
        "Starts a system of its own and sends it requests made from its OpenAPI document, fitting, nearly fitting and hostile, as everybody who may be there; looks for errors of ours, hangs, and answers that tell of the inside.",
    },
    args: {
      requests: { type: "string", default: "20000", description: "requests sent" },
      seed: { type: "string", default: "1", description: "the same seed makes the same requests" },
      concurrency: { type: "string", default: "4", description: "requests under way at once" },
      data: { type: "string", description: "folder of the run (default: .data/fuzz/<time>)" },
      json: { type: "string", description: "file for the figures" },
    },
  },
  run: (args) =>
    fuzz({
      requests: wholeNumber(args.requests, { option: "requests", min: 1, max: MAX_REQUESTS }),
      seed: wholeNumber(args.seed, { option: "seed", min: 0, max: 2 ** 32 - 1 }),
      concurrency: wholeNumber(args.concurrency, {
        option: "concurrency",
        min: 1,
        max: MAX_CONCURRENCY,
      }),
      data: args.data,
      json: args.json,
    }),
});

/** Resolves to the exit code: 0 where nothing was found. */
async function fuzz(settings: {
  requests: number;
  seed: number;
  concurrency: number;
  data: string | undefined;
  json: string | undefined;
}): Promise<number> {
  const startedAt = new Date();
  onStopSignals(() => process.exit(INTERRUPTED));
  const name = startedAt.toISOString().replaceAll(/[:.]/g, "-");
  const dataDir = resolve(settings.data ?? join(ROOT, ".data", "fuzz", name));
  mkdirSync(dataDir, { recursive: true });
  const system = await startSystem({
    dataDir,
    port: 0,
    durable: false,
    environment: { PATH: process.env.PATH },
    // All requests come from one address, which would soon be asked to wait.
    variables: {
      CONSENT_REQUESTS_PER_10_SECONDS: "100000",
      EVENT_REQUESTS_PER_10_SECONDS: "100000",
      EVENT_REQUESTS_PER_ADDRESS_PER_10_SECONDS: "100000",
      CART_CHANGES_PER_ADDRESS_PER_10_MINUTES: "100000",
      LIVE_REQUESTS_PER_10_SECONDS: "100000",
      SIGN_IN_TRIES_PER_10_MINUTES: "100000",
      SIGN_UPS_PER_HOUR: "100000",
    },
  });
  const accounts = new FuzzAccounts(system);
  try {
    await accounts.makeKey();
    const { requests, seed, concurrency, json } = settings;
    const outcome = await runFuzz({
      ...{ requests, seed, concurrency },
      origin: new URL(system.urls.edge).origin,
      send: (url, init) => fetch(url, init),
      signIn: (actor) => accounts.signIn(actor),
    });
    const rows = rowsOf(outcome);
    console.log(`\n${figuresTable(rows)}`);
    for (const finding of outcome.findings.slice(0, SHOWN_FINDINGS)) {
      console.log(JSON.stringify(finding).slice(0, MAX_SHOWN));
    }
    console.log(`Never answered with success: ${neverSucceeded(outcome).join(", ")}`);
    console.log(`Data and logs: ${dataDir}`);
    if (json) {
      writeFigures(json, figures({ command: "fuzz", startedAt, settings: { ...settings }, rows }));
    }
    return outcome.findings.length === 0 ? 0 : 1;
  } finally {
    await accounts.close();
    await system.stop();
  }
}

function rowsOf({ findings, byStatus, succeeded, operations }: FuzzOutcome) {
  const kinds = ["server_error", "hang", "leak", "no_problem", "redirect", "injected", "failed"];
  const total = [...byStatus.values()].reduce((sum, count) => sum + count, 0);
  return [
    figureRow("requests", total, "requests"),
    ...kinds.map((kind) =>
      figureRow(kind, findings.filter((each) => each.kind === kind).length, "answers", { goal: 0 }),
    ),
    ...[2, 4, 5].map((kind) => figureRow(`status.${kind}xx`, byStatus.get(kind) ?? 0, "answers")),
    figureRow("operations", operations.length, "operations"),
    figureRow("operations.succeeded", succeeded.size, "operations"),
  ];
}

function neverSucceeded({ operations, succeeded }: FuzzOutcome): string[] {
  return operations.filter((name) => !succeeded.has(name));
}
