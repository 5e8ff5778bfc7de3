import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { datasetSources } from "./sources.ts";

/** The files of one data set. A set without a catalogue has products known by id alone. */
export interface DatasetFiles {
  name: string;
  /** Shop id and first part of its host name. */
  slug: string;
  folder: string;
  /** Event logs, to be read one after the other; none where there is only a catalogue. */
  logs: string[];
  catalogue?: string;
}

/** A data set that is not there, or that cannot be read. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
  readonly code: "dataset_not_found" | "dataset_unreadable";

  constructor(code: DatasetError["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The first of these groups whose files are all there is the event log, in this order. */
const logGroups = [
  ["events"],
  ["sequences"],
  ["train", "valid", "test"],
  ["train", "test"],
  ["train_full", "test"],
  ["train"],
];

/** Folders that are searched for a data set's name, in order. */
export function datasetFolders(environment: NodeJS.ProcessEnv = process.env): string[] {
  const named = environment.SLIPSTREAM_DATASETS;
  return [
    ...(named ? named.split(":").map((folder) => resolve(folder)) : []),
    join(projectFolder, ".data", "datasets"),
    resolve(projectFolder, "..", "shared", "data"),
  ];
}

/**
 * Finds a data set by name (`online_retail`) or by the path of its folder or event log.
 * Throws DatasetError with what to do when it is not there.
 */
export function findDataset(
  nameOrPath: string,
  options: { folders?: string[] } = {},
): DatasetFiles {
  const folders = options.folders ?? datasetFolders();
  const looksLikePath = isAbsolute(nameOrPath) || /[/\\]/.test(nameOrPath);
  const places = looksLikePath
    ? [resolve(nameOrPath)]
    : [...folders.map((folder) => join(folder, nameOrPath)), resolve(nameOrPath)];
  const place = places.find((candidate) => existsSync(candidate));
  if (place === undefined) throw notFound(nameOrPath, folders);
  return statSync(place).isDirectory() ? filesOf(place) : filesOf(dirname(place), place);
}

function filesOf(folder: string, log?: string): DatasetFiles {
  const name = basename(folder);
  const present = new Set(readdirSync(folder));
  const find = (stem: string, extension: string) =>
    [`${stem}.${extension}.gz`, `${stem}.${extension}`].find((file) => present.has(file));
  const group = logGroups
    .map((stems) => stems.map((stem) => find(stem, "tsv")))
    .find((files) => files.every((file) => file !== undefined));
  const catalogue = find("catalogue", "jsonl");
  if (log === undefined && group === undefined && catalogue === undefined) {
    throw new DatasetError(
      "dataset_not_found",
      `${folder} has neither a catalogue.jsonl.gz nor an event log (events.tsv.gz, sequences.tsv.gz or train.tsv.gz; unpacked works too).`,
    );
  }
  return {
    name,
    slug: slugOf(name),
    folder,
    logs: log ? [log] : (group ?? []).map((file) => join(folder, file!)),
    ...(catalogue ? { catalogue: join(folder, catalogue) } : {}),
  };
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 32)
    .replace(/-+$/, "");
  return slug || "dataset";
}

function notFound(nameOrPath: string, folders: string[]): DatasetError {
  const source = datasetSources[basename(nameOrPath)];
  const known = Object.keys(datasetSources).join(", ");
  const where = source
    ? `It comes from ${source.origin} (licence: ${source.licence}). Put its folder into .data/datasets, or name the folder above it in SLIPSTREAM_DATASETS.`
    : `Known names: ${known}. A path to a folder with events.tsv.gz (session_id, user_id, item_id, timestamp, event_type) and catalogue.jsonl.gz works as well.`;
  return new DatasetError(
    "dataset_not_found",
    `There is no data set "${nameOrPath}" in ${folders.join(", ")}. ${where}`,
  );
}
