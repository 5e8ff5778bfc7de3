import type { ServerEvent } from "@slipstream/contracts/events";
import { z } from "zod";
import { catalogueCurrency } from "./datasets/currency.ts";
import type { LineFault } from "./datasets/event-log.ts";
import type { DatasetFiles } from "./datasets/find.ts";
import { DatasetError, findDataset } from "./datasets/find.ts";
import { runProgram } from "./terminal/program.ts";
import { figureRow, figures, figuresTable, writeFigures } from "./traffic/figures.ts";
import { apiKeyFor, NoApiKey, shopUrl } from "./traffic/installation.ts";
import { ProgressLine } from "./traffic/progress-line.ts";
import { prepareLogReplay } from "./traffic/replay-log.ts";
import type { ReplayOutcome } from "./traffic/run-replay.ts";
import { runReplay } from "./traffic/run-replay.ts";
import { SendError } from "./traffic/sender.ts";
import { verifyReplay } from "./traffic/verify.ts";

const SHOWN_FAULTS = 10;
const SHOWN_DIFFERENCES = 20;
const DEFAULT_DEMO_EVENTS = 10_000;

const settingsSchema = z.object({
  dataset: z.string({ error: "say what to replay: --dataset NAME" }).min(1),
  rate: z.coerce.number().min(0).default(500),
  limit: z.coerce.number().int().positive().optional(),
  edge: z.url().optional(),
  key: z.string().optional(),
  json: z.string().optional(),
  seed: z.string().optional(),
  keepGaps: z.boolean().default(false),
  verify: z.boolean().default(false),
  onlyVerify: z.boolean().default(false),
  database: z.string().optional(),
  redis: z.string().optional(),
});
type Settings = z.infer<typeof settingsSchema>;

/** What is replayed: a data set's log, or the demo shop's simulated shoppers. */
interface Source {
  shop: string;
  total: number;
  skipped: Record<string, number>;
  faults: LineFault[];
  dataset?: DatasetFiles;
  events(): AsyncIterable<readonly ServerEvent[]>;
}

const command = {
  meta: {
    name: "npm run replay --",
    description:
      "Sends a real event log (or the demo shop's simulated shoppers) through the public edge API, times mapped to now, each visitor's events in order; then waits until all is applied.",
  },
  args: {
    dataset: {
      type: "string",
      description: "Name or path of a data set, or 'demo' for simulated shoppers; needed",
    },
    rate: {
      type: "string",
      default: "500",
      description: "Events a second; 0: as fast as possible",
    },
    limit: { type: "string", description: "Send so many events and stop" },
    edge: { type: "string", description: "Address of the shop (default: of this installation)" },
    key: { type: "string", description: "API key; scopes events:write, operations:read" },
    json: { type: "string", description: "File for the figures" },
    seed: { type: "string", description: "With 'demo': the same seed sends the same events" },
    "keep-gaps": {
      type: "boolean",
      description: "Keep the log's own gaps: its last event happens now, the others before",
    },
    verify: {
      type: "boolean",
      description: "Afterwards compare PostgreSQL and Redis with counts made from the log",
    },
    "only-verify": { type: "boolean", description: "Send nothing, only compare" },
    database: { type: "string", description: "For comparing (default: DATABASE_URL)" },
    redis: { type: "string", description: "For comparing (default: REDIS_URL)" },
  },
} as const;

async function main(args: Record<string, unknown>): Promise<number> {
  const parsed = settingsSchema.safeParse({
    ...args,
    keepGaps: args["keep-gaps"],
    onlyVerify: args["only-verify"],
  });
  if (!parsed.success) return fail(z.prettifyError(parsed.error));
  try {
    return await replay(parsed.data);
  } catch (error) {
    const expected = [DatasetError, NoApiKey, SendError].some((kind) => error instanceof kind);
    if (!expected || !(error instanceof Error)) throw error;
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
    return fail(error.message + cause);
  }
}

/** Resolves to the exit code, as all below. */
async function replay(settings: Settings): Promise<number> {
  const startedAt = new Date();
  if (settings.onlyVerify) return verify(settings, findDataset(settings.dataset));
  const source = await openSource(settings);
  const edgeUrl = settings.edge ?? shopUrl(source.shop);
  const progress = new ProgressLine();
  const outcome = await runReplay({
    edgeUrl,
    apiKey: apiKeyFor(source.shop, settings.key),
    ratePerSecond: settings.rate,
    events: source.events(),
    onSending: ({ sent, elapsedMs }) =>
      progress.show(() => sendingText({ sent, total: source.total, elapsedMs })),
    onApplying: ({ pending, lagSeconds }) => progress.show(() => applyingText(pending, lagSeconds)),
  });
  progress.end();
  const rows = rowsOf(outcome, source);
  console.log(figuresTable(rows));
  reportFaults(source.faults);
  if (settings.json) {
    const { key: _, ...shown } = settings;
    writeFigures(
      settings.json,
      figures({ command: "replay", startedAt, settings: { ...shown, edge: edgeUrl }, rows }),
    );
  }
  const code = applied(outcome);
  return code === 0 && settings.verify && source.dataset
    ? await verify(settings, source.dataset)
    : code;
}

async function openSource(settings: Settings): Promise<Source> {
  const { rate: ratePerSecond, limit } = settings;
  if (settings.dataset === "demo") {
    // Loaded when asked for: it makes the whole catalogue.
    const { demoShoppers } = await import("./traffic/demo-shoppers.ts");
    const count = limit ?? DEFAULT_DEMO_EVENTS;
    const events = () => demoShoppers({ ratePerSecond, count, seed: settings.seed });
    return { shop: "demo", total: count, skipped: {}, faults: [], events };
  }
  const dataset = findDataset(settings.dataset);
  const currency = await catalogueCurrency(dataset);
  const { keepGaps } = settings;
  const log = await prepareLogReplay({ dataset, currency, ratePerSecond, limit, keepGaps });
  return { ...log, shop: dataset.slug, dataset };
}

function sendingText(at: { sent: number; total: number; elapsedMs: number }): string {
  const share = at.total === 0 ? 100 : (100 * at.sent) / at.total;
  const perSecond = at.elapsedMs === 0 ? 0 : (1000 * at.sent) / at.elapsedMs;
  return `${at.sent} of ${at.total} sent (${share.toFixed(1)} %), ${perSecond.toFixed(0)} a second`;
}

function applyingText(pending: number, lagSeconds: number): string {
  if (!Number.isFinite(pending)) return "applying: the edge does not tell how far it is";
  return `applying: ${pending} pending, ${lagSeconds.toFixed(1)} s behind`;
}

function rowsOf({ report, sendSeconds, applied, final }: ReplayOutcome, source: Source) {
  const refused = Object.entries(report.refused);
  return [
    figureRow("sent", report.sent, "events"),
    figureRow("accepted", report.accepted, "events"),
    figureRow("duplicates", report.duplicates, "events"),
    ...refused.map(([code, count]) => figureRow(`refused.${code}`, count, "events")),
    ...Object.entries(source.skipped).map(([kind, count]) =>
      figureRow(`skipped.${kind.replaceAll(" ", "_")}`, count, "rows"),
    ),
    figureRow("faulty_lines", source.faults.length, "rows"),
    figureRow("send_time", sendSeconds, "s"),
    figureRow("send_rate", report.sent / Math.max(sendSeconds, 0.001), "events/s"),
    figureRow("applied", applied, "events"),
    figureRow("apply_wait", final.waitedMs / 1000, "s"),
    figureRow("lag", final.lagSeconds, "s"),
  ];
}

function reportFaults(faults: readonly LineFault[]): void {
  for (const fault of faults.slice(0, SHOWN_FAULTS)) {
    console.error(`${fault.file}:${fault.line}: ${fault.message}`);
  }
}

function applied({ final }: ReplayOutcome): number {
  if (final.done) return 0;
  const { pending } = final;
  return fail(
    Number.isFinite(pending)
      ? `${pending} events are still waiting, and nothing has moved for a minute.`
      : "The edge's /api/ops/status does not tell whether the events were applied.",
  );
}

async function verify(settings: Settings, dataset: DatasetFiles): Promise<number> {
  const databaseUrl = settings.database ?? process.env.DATABASE_URL;
  const redisUrl = settings.redis ?? process.env.REDIS_URL;
  if (!databaseUrl || !redisUrl) {
    return fail("Comparing needs DATABASE_URL and REDIS_URL, or --database and --redis.");
  }
  const result = await verifyReplay({ dataset, databaseUrl, redisUrl, limit: settings.limit });
  for (const { what, expected, found } of result.differences.slice(0, SHOWN_DIFFERENCES)) {
    console.error(`${what}: expected ${expected}, found ${found}`);
  }
  if (result.differences.length > 0) {
    return fail(`${result.differences.length} counts differ from the log's.`);
  }
  console.log(
    `Verified: ${result.purchaseRows} purchase rows in PostgreSQL, counters of ${result.items} items in Redis, ${result.returnsTakenBack} returns taken back.`,
  );
  return 0;
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

await runProgram({ command, run: main });
