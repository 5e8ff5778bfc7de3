import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Brings a database up to the newest schema; does nothing when it is there already. */
export async function migrate(options: { ownerUrl: string }): Promise<void> {
  const client = postgres(options.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await runMigrations(drizzle(client), {
      migrationsFolder: fileURLToPath(new URL(".", import.meta.url)),
    });
  } finally {
    await client.end();
  }
}
