import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { unboundDatabaseUrl } from "./backup/addresses.ts";
import { BackupError } from "./backup/backup-error.ts";
import { readManifest, secretsFile } from "./backup/manifest.ts";
import { manifestText, toldPlainly } from "./backup/report.ts";
import { restore } from "./backup/restore.ts";
import { DEFAULT_DATA_DIR } from "./supervisor/defaults.ts";
import { startSystem } from "./supervisor/system.ts";
import { runProgram, UsageError, wholeNumber } from "./terminal/program.ts";

const MAX_REPLICAS = 5;

await runProgram({
  command: {
    meta: {
      name: "npm run restore --",
      description:
        "Puts a backup into fresh stores: those that the environment names, or private ones in a new data folder. Start the shop afterwards; its processors fill Redis.",
    },
    args: {
      from: { type: "string", valueHint: "DIR", description: "the backup's folder; needed" },
      data: { type: "string", default: DEFAULT_DATA_DIR, description: "folder of all data" },
      replicas: { type: "string", description: "copies of each stream (default: as they were)" },
    },
  },
  run: ({ from, data, replicas }) => {
    if (from === undefined) throw new UsageError("say from where: --from DIR");
    const target = {
      folder: resolve(from),
      dataDir: resolve(data),
      replicas: replicas
        ? wholeNumber(replicas, { option: "replicas", min: 1, max: MAX_REPLICAS })
        : undefined,
    };
    return toldPlainly(() => restoreInto(target));
  },
});

async function restoreInto(options: {
  folder: string;
  dataDir: string;
  replicas: number | undefined;
}): Promise<number> {
  const { folder, dataDir, replicas } = options;
  readManifest(folder);
  const secrets = bringSecrets(folder, dataDir);
  try {
    return await restoreThere({ folder, dataDir, replicas });
  } catch (error) {
    // What was not restored is not in use.
    if (secrets !== undefined) rmSync(secrets);
    throw error;
  }
}

async function restoreThere(options: {
  folder: string;
  dataDir: string;
  replicas: number | undefined;
}): Promise<number> {
  const { folder, dataDir, replicas } = options;
  const system = await startSystem({ dataDir, port: 0, parts: [], demoShop: false });
  try {
    const { databaseOwnerUrl, nats } = system.urls.stores;
    const databaseUrl = unboundDatabaseUrl(databaseOwnerUrl);
    const manifest = await restore({ databaseUrl, natsUrl: nats.url, replicas }, folder);
    console.log(`${manifestText(manifest)}\nare back. npm start goes on from there.`);
    return 0;
  } finally {
    await system.stop();
  }
}

/**
 * What is sealed in the database opens with the secrets that it was sealed with alone. Answers where
 * they were put, if there are any.
 */
function bringSecrets(folder: string, dataDir: string): string | undefined {
  const kept = join(folder, secretsFile);
  if (!existsSync(kept)) return undefined;
  const own = join(dataDir, secretsFile);
  if (existsSync(own)) {
    throw new BackupError(
      "not_empty",
      `${dataDir} is in use: restore into a new folder with --data DIR, or empty it with npm run reset.`,
    );
  }
  mkdirSync(dataDir, { recursive: true });
  copyFileSync(kept, own);
  return own;
}
