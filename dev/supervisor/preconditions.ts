import { mkdirSync, statfsSync } from "node:fs";
import type { Binary } from "../services/binaries.ts";
import { type InstallOptions, installMissing } from "../services/install.ts";
import { StartFailure } from "../services/start-failure.ts";
import type { ExternalStores } from "./external-stores.ts";

const MIN_FREE_BYTES = 500 * 1024 * 1024;

/**
 * Refuses to start on a disk that is nearly full: PostgreSQL and JetStream stop in the middle of a
 * write there.
 * @throws StartFailure `disk_full`
 */
export function requireDiskSpace(dataDir: string, minBytes = MIN_FREE_BYTES): void {
  mkdirSync(dataDir, { recursive: true });
  const { bavail, bsize } = statfsSync(dataDir);
  const freeBytes = bavail * bsize;
  if (freeBytes >= minBytes) return;
  const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MB`;
  throw new StartFailure(
    "disk_full",
    `Only ${megabytes(freeBytes)} are free where ${dataDir} is; ${megabytes(minBytes)} are needed. Make room, or put the data elsewhere with --data DIR.`,
  );
}

/**
 * Finds the programs of the private stores, or installs them.
 * @throws StartFailure `binary_missing`, `install_failed`
 */
export async function requireBinaries(
  external: ExternalStores,
  install: Omit<InstallOptions, "needed" | "wanted">,
): Promise<void> {
  const needed: Binary[] = [
    ...(external.postgres ? [] : (["postgres", "initdb"] as const)),
    ...(external.redisUrl ? [] : (["redis-server"] as const)),
    ...(external.nats ? [] : (["nats-server"] as const)),
  ];
  await installMissing({ ...install, needed, wanted: external.postgres ? [] : ["pgbouncer"] });
}
