import { LogError } from "@slipstream/model-server/training/log-error";
import { z } from "zod";
import { contentOf } from "../datasets/content-source.ts";
import { findDataset } from "../datasets/find.ts";
import { type PositiveEvents, readPositiveEvents } from "../datasets/positive-events.ts";
import { figures, writeFigures } from "../traffic/figures.ts";
import { ProgressLine } from "../traffic/progress-line.ts";
import { evaluateLog, type Measured } from "./evaluate-log.ts";
import { jsonRows } from "./json-rows.ts";
import { planOf, protocolFor, protocolNames } from "./plan.ts";
import { reportText } from "./report-text.ts";
import { publishedFor, RESULTS_FILE, writeSection } from "./results-file.ts";

/** Sources propose 60 items each: further down nothing can be told. */
const MAX_CUT_OFF = 50;

const cutOffs = z
  .string()
  .transform((text) => [...new Set(text.split(",").map(Number))].sort((a, b) => a - b))
  .pipe(z.array(z.number().int().min(1).max(MAX_CUT_OFF)).min(1).max(6));

export const evaluateSettings = z.object({
  dataset: z.string({ error: "say what to evaluate on: --dataset NAME or a folder" }).min(1),
  protocol: z.enum(protocolNames).optional(),
  k: cutOffs,
  json: z.string().optional(),
  every: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().positive().optional(),
  results: z.boolean().default(true),
});
export type EvaluateSettings = z.infer<typeof evaluateSettings>;

/**
 * Evaluates on a data set and tells of it: on the screen by `write`, in the JSON file, in the file
 * of results. A part of a set (`limit`) is not written to the results.
 * @throws LogError, DatasetError
 */
export async function runEvaluate(
  settings: EvaluateSettings,
  { write, resultsFile = RESULTS_FILE }: { write: (text: string) => void; resultsFile?: string },
): Promise<Measured> {
  const startedAt = new Date();
  const dataset = findDataset(settings.dataset);
  const read = await readPositiveEvents(dataset, settings);
  reportLeftOut(read, write);
  const protocol = settings.protocol ?? protocolFor(dataset, read.events);
  const plan = planOf(protocol, read.events);
  const content = await contentOf(dataset, plan.ids);
  const progress = new ProgressLine();
  const measured = evaluateLog(plan, {
    cutOffs: settings.k,
    every: settings.every,
    parts: content && [content],
    onProgress: (text) => progress.show(() => `${dataset.name}, ${protocol}: ${text}`),
  });
  progress.end();
  const report = reportText(measured);
  const published = publishedFor(dataset.name);
  const told = published === undefined ? report : `${report}\n\nPublished:\n\n${published}`;
  write(told);
  const written = figures({ command: "evaluate", startedAt, settings, rows: jsonRows(measured) });
  if (settings.json) writeFigures(settings.json, written);
  if (settings.results && settings.limit === undefined) {
    const { cpu, cores, node } = written.machine;
    const head = `${written.startedAt.slice(0, 10)}, ${cpu}, ${cores} cores, Node ${node}, ${cpuMinutes()} min of CPU.`;
    const title = `${dataset.name}, ${protocol}`;
    writeSection(resultsFile, { title, body: `${head} ${told}` });
  }
  return measured;
}

function reportLeftOut(read: PositiveEvents, write: (text: string) => void): void {
  for (const { file, line, message } of read.faults) write(`${file}:${line}: ${message}`);
  if (read.faultCount > read.faults.length) write(`… ${read.faultCount} such lines in all`);
  if (read.events.length === 0 && read.faultCount > 0) {
    throw new LogError("log_empty", `None of the log's ${read.faultCount} lines is an event.`);
  }
  const skipped = Object.entries(read.skipped).map(([kind, count]) => `${count} ${kind}`);
  if (skipped.length > 0) write(`Not learnt from: ${skipped.join(", ")}.`);
}

/** What the run has computed so far, however much else the machine had to do. */
function cpuMinutes(): string {
  const { user, system } = process.cpuUsage();
  return ((user + system) / 60_000_000).toFixed(1);
}
