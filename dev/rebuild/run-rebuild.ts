import { hostname } from "node:os";
import { readLiveQuality } from "@slipstream/stream/rebuild/live-quality";
import { dropNamespace, isNamespace, namespacePrefix } from "@slipstream/stream/rebuild/namespace";
import { finishBrokenSwap, type RebuildReport, rebuild } from "@slipstream/stream/rebuild/rebuild";
import { RebuildError } from "@slipstream/stream/rebuild/rebuild-error";
import { readTotals } from "@slipstream/stream/rebuild/state-totals";
import { openStores, type RebuildStores } from "@slipstream/stream/rebuild/stores";
import { pino } from "pino";
import { z } from "zod";
import { type RunningStores, runningStores } from "../supervisor/running-stores.ts";
import {
  type FigureRow,
  figureRow,
  figures,
  figuresTable,
  writeFigures,
} from "../traffic/figures.ts";
import { differencesText, progressText } from "./report-text.ts";

/** Replays of an event where LEARN_REPLAYS does not fix them: as many as live when nothing hurries. */
const DEFAULT_REPLAYS = 1;
const MAX_REPLAYS = 64;

export const rebuildSettings = z
  .object({
    from: z
      .enum(["log", "archive"], { error: "say from what: --from log or --from archive" })
      .optional(),
    namespace: z
      .string()
      .refine(isNamespace, "a namespace has small letters, digits and hyphens, at most 40")
      .optional(),
    until: z
      .string()
      .transform((text) => Date.parse(text))
      .refine(Number.isFinite, "--until takes a time such as 2026-11-30T08:00:00Z")
      .optional(),
    compare: z.boolean().default(false),
    replays: z.coerce.number().int().min(0).max(MAX_REPLAYS).optional(),
    drop: z.boolean().default(false),
    finish: z.boolean().default(false),
    json: z.string().optional(),
  })
  .refine(({ from, drop, finish }) => from !== undefined || drop || finish, {
    error: "say from what: --from log or --from archive",
  })
  .refine(({ until, namespace }) => until === undefined || namespace !== undefined, {
    error: "--until needs --namespace: a state of the past cannot take the live one's place",
  })
  .refine(({ drop, namespace }) => !drop || namespace !== undefined, {
    error: "--drop needs --namespace",
  });
export type RebuildArguments = z.output<typeof rebuildSettings>;

interface Output {
  write(text: string): void;
  onProgress?(text: () => string): void;
  /** Those of the running installation where absent. */
  stores?: RunningStores;
}

/**
 * Rebuilds the state of the running installation and tells what came of it. False when it was
 * compared, counts other things than the live one, and did not take its place.
 * @throws RebuildError; what the stores throw
 */
export async function runRebuild(settings: RebuildArguments, output: Output): Promise<boolean> {
  const log = pino({ level: "warn" }, pino.destination(2));
  const stores = await openStores(addresses(output.stores ?? runningStores()), log);
  try {
    const parts = { stores, log, holder: `rebuild/${hostname()}/${process.pid}` };
    if (settings.drop) {
      const dropped = await dropNamespace(stores.redis, settings.namespace ?? "");
      output.write(`${dropped} keys of ${settings.namespace} were removed.`);
      return true;
    }
    if (settings.finish) {
      const ended = await finishBrokenSwap(parts);
      output.write(ended ? "The rebuilt state is in place." : "There is nothing to be ended.");
      return true;
    }
    return await build(settings, { ...parts, output });
  } finally {
    await stores.close();
  }
}

type Parts = Parameters<typeof rebuild>[1] & { output: Output };

async function build(settings: RebuildArguments, { output, ...parts }: Parts): Promise<boolean> {
  const { from = "archive", namespace, until, compare } = settings;
  const startedAt = new Date();
  const startedAtMs = performance.now();
  const replays = settings.replays ?? Number(process.env.LEARN_REPLAYS || DEFAULT_REPLAYS);
  const report = await rebuild(
    { from, namespace, until, compare, replays },
    {
      ...parts,
      onProgress: (progress) =>
        output.onProgress?.(() => progressText(progress, performance.now() - startedAtMs)),
    },
  );
  const rows = [
    ...reportRows(report, (performance.now() - startedAtMs) / 1000),
    ...(namespace === undefined ? [] : await besideLive(parts.stores, namespace, report)),
  ];
  output.write(figuresTable(rows));
  if (report.comparison !== undefined) output.write(differencesText(report.comparison));
  output.write(
    report.swapped
      ? "The rebuilt state is in place; processors go on from it."
      : `The rebuilt state is in the namespace ${namespace}; the live one was left alone.`,
  );
  if (settings.json !== undefined) {
    writeFigures(settings.json, figures({ command: "rebuild", startedAt, settings, rows }));
  }
  return (report.comparison?.counting ?? 0) === 0 || report.swapped;
}

function addresses(found: RunningStores | undefined) {
  const { databaseUrl, redisUrl, natsUrl } = found ?? {};
  if (databaseUrl === undefined || redisUrl === undefined || natsUrl === undefined) {
    throw new RebuildError(
      "no_installation",
      "There is nothing to rebuild: start the shop (npm start), or set DATABASE_URL, REDIS_URL and NATS_URL.",
    );
  }
  return { databaseUrl, redisUrl, natsUrl };
}

function reportRows(report: RebuildReport, seconds: number): FigureRow[] {
  const { events, skipped, expired, heldMs, factorsTold, comparison } = report;
  return [
    figureRow("events", events, "events"),
    figureRow("skipped", skipped, "events"),
    figureRow("expired", expired, "keys"),
    figureRow("time", seconds, "s"),
    figureRow("rate", events / Math.max(seconds, 0.001), "events/s"),
    figureRow("held", heldMs, "ms"),
    figureRow("factors_changed", factorsTold, "items"),
    ...(comparison === undefined
      ? []
      : [
          figureRow("compared", comparison.keys, "keys"),
          figureRow("differing.counting", comparison.counting, "keys", { goal: 0 }),
          figureRow("differing.learnt", comparison.differing - comparison.counting, "keys"),
        ]),
  ];
}

/** What the state counts and how well it was learnt, beside the live one. */
async function besideLive(
  { redis, manager, members }: RebuildStores,
  namespace: string,
  { quality }: RebuildReport,
): Promise<FigureRow[]> {
  const [live, rebuilt, liveQuality] = await Promise.all([
    readTotals(redis),
    readTotals(redis, namespacePrefix(namespace)),
    readLiveQuality(manager, members),
  ]);
  const names = [...new Set([...Object.keys(live), ...Object.keys(rebuilt)])].sort();
  const counts = names.map((name) =>
    figureRow(`state.${name}`, rebuilt[name] ?? 0, "", { baseline: live[name] ?? 0 }),
  );
  const qualities = quality.flatMap(({ shop, recallAt20, mrrAt20 }) => {
    const beside = liveQuality.find((each) => each.shop === shop);
    return Object.keys(recallAt20).flatMap((model) => [
      qualityRow(`${shop}.${model}.recall@20`, model, {
        own: recallAt20,
        live: beside?.recallAt20,
      }),
      qualityRow(`${shop}.${model}.mrr@20`, model, { own: mrrAt20, live: beside?.mrrAt20 }),
    ]);
  });
  return [...counts, ...qualities];
}

function qualityRow(
  name: string,
  model: string,
  { own, live }: { own: Record<string, number>; live: Record<string, number> | undefined },
): FigureRow {
  const baseline = live?.[model];
  return figureRow(name, own[model] ?? 0, "", baseline === undefined ? {} : { baseline });
}
