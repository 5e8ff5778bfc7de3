import { StageError } from "@slipstream/contracts/model-stages";
import { Database } from "@slipstream/model-server/views/database";
import { z } from "zod";
import { type ModelsCommand, modelsSettings, runModels } from "./models/run-models.ts";
import { runningStores } from "./supervisor/running-stores.ts";
import { runProgram } from "./terminal/program.ts";

const command = {
  meta: {
    name: "npm run models --",
    description:
      "The trained models of a shop, and their way to production: list, shadow, canary, promote, rollback, retire, candidate.",
  },
  args: {
    action: {
      type: "positional",
      default: "list",
      valueHint: "list|shadow|canary|promote|rollback|retire|candidate",
      description: "What to do",
    },
    shop: { type: "string", default: "demo", description: "Whose models" },
    name: { type: "string", default: "ranker", description: "Which model" },
    version: {
      type: "string",
      description: "Which version; the newest where it is left out (rollback needs none)",
    },
    share: { type: "string", description: "Of a canary, in %: 1, 5, 25 or 50" },
    reason: { type: "string", description: "For the audit" },
  },
} as const;

async function main(args: Record<string, unknown>): Promise<number> {
  const parsed = modelsSettings.safeParse(args);
  if (!parsed.success) {
    console.error(z.prettifyError(parsed.error));
    return 1;
  }
  const stores = runningStores();
  if (stores === undefined) {
    console.error("no_installation: start the shop (npm start), or set DATABASE_URL.");
    return 1;
  }
  const database = new Database(stores.databaseUrl);
  try {
    const settings: ModelsCommand = parsed.data;
    console.log(await runModels(database, settings));
    return 0;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return 1;
  } finally {
    await database.close();
  }
}

await runProgram({ command, run: main });
