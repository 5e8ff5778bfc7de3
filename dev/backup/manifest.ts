import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BackupError } from "./backup-error.ts";
import { snapshotSchema } from "./stream-snapshot.ts";

export const manifestFile = "backup.json";
export const databaseFile = "database.dump";
export const secretsFile = "secrets.json";
export const streamFile = (stream: string) => `${stream}.stream`;

const manifestSchema = z.object({
  version: z.literal(1),
  takenAt: z.iso.datetime(),
  streams: z.array(snapshotSchema),
});
/** What a backup's folder holds. */
export type Manifest = z.infer<typeof manifestSchema>;

/** @throws BackupError `no_backup` */
export function readManifest(folder: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, manifestFile), "utf8")));
  } catch (cause) {
    throw new BackupError("no_backup", `${folder} is no whole backup: ${String(cause)}`, { cause });
  }
}
