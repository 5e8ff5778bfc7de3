import { createHash, randomUUID } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { graphSettings } from "./build-task.ts";

const VERSION = 1;
const NEWLINE = 10;

const factsSchema = z.object({
  format: z.literal("slipstream-graph"),
  version: z.literal(VERSION),
  /** What graphs are built with: one of other settings is not taken. */
  settings: z.object({
    m: z.literal(graphSettings.m),
    efConstruction: z.literal(graphSettings.efConstruction),
  }),
  dims: z.number().int().positive(),
  capacity: z.number().int().positive(),
  ef: z.number().int().positive(),
  /** The graph's file, beside this one. */
  file: z.string(),
  /** Of the other facts, the graph's file and the held directions, one after the other. */
  sha256: z.string(),
  /** The item of each label. */
  ids: z.array(z.string()),
});

/** A built graph on disk: where its file lies, and what its labels mean. */
export interface KeptGraph extends Pick<z.infer<typeof factsSchema>, "dims" | "capacity" | "ef"> {
  file: string;
  /** The item of each label. */
  ids: readonly string[];
  /** The direction that the graph holds of each, `dims` bytes a label (HeldDirections). */
  held: Int8Array;
}

/**
 * Keeps a copy of a graph under a name, a path: facts as JSON in one line, then the held directions;
 * last of all it is put in the place of an earlier one. For a thread that nobody waits for.
 */
export function keepGraph(name: string, { held, file, ...facts }: KeptGraph): void {
  mkdirSync(dirname(name), { recursive: true });
  const copy = `${name}-${randomUUID()}`;
  copyFileSync(file, copy);
  const told = {
    ...{ format: "slipstream-graph", version: VERSION, settings: graphSettings },
    ...{ ...facts, file: basename(copy) },
  };
  const hash = createHash("sha256").update(JSON.stringify(told));
  const sha256 = hash.update(readFileSync(copy)).update(held).digest("hex");
  const line = JSON.stringify({ ...told, sha256 });
  const fresh = `${copy}.facts`;
  writeFileSync(fresh, Buffer.concat([Buffer.from(`${line}\n`), new Uint8Array(held)]));
  renameSync(fresh, name);
  for (const other of readdirSync(dirname(name))) {
    const isOlder = other.startsWith(`${basename(name)}-`) && other !== basename(copy);
    if (isOlder) rmSync(join(dirname(name), other));
  }
}

/**
 * The graph that is kept under a name; undefined when there is none, when another build wrote it or
 * when a byte of it is not as it was: the library does not survive a bad file.
 */
export async function findKeptGraph(name: string): Promise<KeptGraph | undefined> {
  if (!existsSync(name)) return undefined;
  const bytes = await readFile(name);
  const end = bytes.indexOf(NEWLINE);
  const line = parsed(bytes.toString("utf8", 0, Math.max(0, end)));
  const facts = factsSchema.safeParse(line);
  if (!facts.success) return undefined;
  const held = bytes.subarray(end + 1);
  const { sha256, dims, ids, ...rest } = facts.data;
  const file = join(dirname(name), basename(facts.data.file));
  if (held.length !== ids.length * dims || !existsSync(file)) return undefined;
  // As they were written, in their order.
  const told = Buffer.from(JSON.stringify({ ...(line as object), sha256: undefined }));
  const whole = Buffer.concat([told, await readFile(file), held]);
  // In a thread of the pool.
  const digest = await crypto.subtle.digest("SHA-256", whole);
  if (Buffer.from(digest).toString("hex") !== sha256) return undefined;
  return { ...rest, dims, ids, file, held: new Int8Array(held) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
