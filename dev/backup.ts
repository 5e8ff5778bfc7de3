import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { unboundDatabaseUrl } from "./backup/addresses.ts";
import { backup } from "./backup/backup.ts";
import { BackupError } from "./backup/backup-error.ts";
import { secretsFile } from "./backup/manifest.ts";
import { manifestText, toldPlainly } from "./backup/report.ts";
import { DEFAULT_DATA_DIR } from "./supervisor/defaults.ts";
import { runningStores } from "./supervisor/running-stores.ts";
import { runProgram, UsageError } from "./terminal/program.ts";

await runProgram({
  command: {
    meta: {
      name: "npm run backup --",
      description:
        "Writes PostgreSQL, the streams, buckets and models of a running installation to a folder, while it goes on.",
    },
    args: {
      to: { type: "string", valueHint: "DIR", description: "a new or empty folder; needed" },
      data: { type: "string", default: DEFAULT_DATA_DIR, description: "the installation's folder" },
    },
  },
  run: ({ to, data }) => {
    if (to === undefined) throw new UsageError("say where to: --to DIR");
    return toldPlainly(() => backUp(resolve(to), resolve(data)));
  },
});

async function backUp(folder: string, dataDir: string): Promise<number> {
  const stores = runningStores(process.env, dataDir);
  if (stores?.natsUrl === undefined) {
    throw new BackupError(
      "no_installation",
      "Nothing runs there: start the shop (npm start), or set DATABASE_URL, DATABASE_BACKUP_URL and NATS_URL.",
    );
  }
  const source = {
    databaseUrl: unboundDatabaseUrl(stores.databaseUrl),
    natsUrl: stores.natsUrl,
    secretsPath: join(dataDir, secretsFile),
  };
  console.log(`${manifestText(await backup(source, folder))}\nin ${folder}`);
  if (!existsSync(join(folder, secretsFile))) {
    console.log("No secrets in it: keep AUTH_SECRET, COOKIE_SECRET and INTERNAL_SECRET yourself.");
  }
  return 0;
}
