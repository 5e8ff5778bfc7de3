import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { databaseDir } from "./services/database-user.ts";
import { StartFailure } from "./services/start-failure.ts";
import { DEFAULT_DATA_DIR } from "./supervisor/defaults.ts";
import { lockHolder } from "./supervisor/folder-lock.ts";
import { askYesNo, isInteractive } from "./terminal/ask.ts";
import { runProgram, UsageError } from "./terminal/program.ts";

/** Downloaded data sets are a person's own: a reset of the shops keeps them. */
const KEPT = "datasets";

await runProgram({
  command: {
    meta: {
      name: "npm run reset --",
      description: `Forgets all shops, events and models: empties the data folder, except ${KEPT}.`,
    },
    args: {
      data: { type: "string", default: DEFAULT_DATA_DIR, description: "folder of all data" },
      yes: { type: "boolean", description: "do not ask" },
    },
  },
  run: (args) => reset({ dataDir: resolve(args.data), yes: args.yes === true }),
});

async function reset(options: { dataDir: string; yes: boolean }): Promise<number> {
  const { dataDir } = options;
  const holder = lockHolder(dataDir);
  if (holder) {
    throw new StartFailure("data_in_use", `Process ${holder} runs on ${dataDir}. Stop it first.`);
  }
  const doomed = existsSync(dataDir)
    ? readdirSync(dataDir)
        .filter((name) => name !== KEPT)
        .map((name) => join(dataDir, name))
    : [];
  if (doomed.length === 0) {
    console.log(`Nothing to forget in ${dataDir}.`);
    return 0;
  }
  if (!existsSync(join(dataDir, "secrets.json"))) {
    throw new UsageError(`${dataDir} is not a data folder of Slipstream: it has no secrets.json.`);
  }
  if (!options.yes) {
    if (!isInteractive()) throw new UsageError("say --yes where nobody can be asked.");
    if (!(await askYesNo(`Delete all data in ${dataDir}, except ${KEPT}?`))) return 1;
  }
  // Elsewhere when the database's user could not reach the data folder.
  const places = ["postgres", "pgbouncer"].map((name) => databaseDir(join(dataDir, name)));
  for (const path of new Set([...doomed, ...places]))
    rmSync(path, { recursive: true, force: true });
  console.log(`Forgotten: ${dataDir}.`);
  return 0;
}
