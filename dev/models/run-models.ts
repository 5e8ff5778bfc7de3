import { StageError } from "@slipstream/contracts/model-stages";
import { promote, rollBack, type StageChange } from "@slipstream/model-server/registry/promote";
import { readModels } from "@slipstream/model-server/registry/read-models";
import type { Database } from "@slipstream/model-server/views/database";
import { z } from "zod";
import { markdownTable } from "../evaluate/markdown-table.ts";

const moves = {
  shadow: "shadow",
  canary: "canary",
  promote: "champion",
  retire: "retired",
  candidate: "candidate",
} as const;

export const modelsSettings = z.object({
  action: z.enum(["list", "rollback", "shadow", "canary", "promote", "retire", "candidate"]),
  shop: z.string().min(1),
  name: z.string().min(1),
  version: z.string().optional(),
  /** In %. */
  share: z.coerce.number().positive().max(100).optional(),
  reason: z.string().max(500).optional(),
});
export type ModelsCommand = z.infer<typeof modelsSettings>;

/** Does what was asked and says what came of it. @throws StageError; what the database throws */
export async function runModels(database: Database, settings: ModelsCommand): Promise<string> {
  const { action, shop, name, reason, share } = settings;
  if (action === "list") return listed(await readModels(database, shop));
  const errand = {
    ...{ shop, name, actor: { kind: "command_line" } },
    ...(reason === undefined ? {} : { reason }),
  };
  if (action === "rollback") return told(await rollBack(database, errand));
  const version = settings.version ?? (await newest(database, { shop, name }));
  const trafficShare = share === undefined ? undefined : share / 100;
  return told(await promote(database, { ...errand, version, to: moves[action], trafficShare }));
}

function told(changes: readonly StageChange[]): string {
  if (changes.length === 0) return "It is so already.";
  return changes
    .map(({ name, version, from, to }) => `${name} ${version}: ${from} to ${to}`)
    .join("\n");
}

/** @throws StageError `unknown_model` */
async function newest(
  database: Database,
  { shop, name }: { shop: string; name: string },
): Promise<string> {
  const rows = await readModels(database, shop);
  const version = rows.find((row) => row.name === name)?.version;
  if (version !== undefined) return version;
  throw new StageError("unknown_model", `${shop} has no ${name}`);
}

const metricsSchema = z.record(z.string(), z.object({ value: z.number() }));

function listed(rows: Awaited<ReturnType<typeof readModels>>): string {
  if (rows.length === 0) return "No models yet: npm run train -- --archive.";
  return markdownTable(
    ["model", "version", "stage", "share", "since", "MRR@20"],
    rows.map(({ name, version, stage, trafficShare, stageChangedAt, metrics }) => [
      ...[name, version, stage, trafficShare === 0 ? "" : `${trafficShare * 100} %`],
      stageChangedAt?.toISOString() ?? "",
      metricsSchema.safeParse(metrics).data?.["mrr@20"]?.value.toFixed(4) ?? "",
    ]),
  );
}
