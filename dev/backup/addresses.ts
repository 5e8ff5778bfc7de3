import { databaseUrls } from "../services/databases.ts";
import { portOf } from "../services/restartable.ts";
import { DATABASE } from "../supervisor/stores.ts";
import { BackupError } from "./backup-error.ts";

/**
 * The database, as a role that row-level security does not hold: DATABASE_BACKUP_URL beside
 * DATABASE_URL, else the superuser of the private instance.
 * @throws BackupError `no_installation`
 */
export function unboundDatabaseUrl(
  databaseUrl: string,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  if (environment.DATABASE_BACKUP_URL) return environment.DATABASE_BACKUP_URL;
  if (environment.DATABASE_URL) {
    throw new BackupError(
      "no_installation",
      "DATABASE_URL is set: set DATABASE_BACKUP_URL too, of a superuser or, for backups alone, of a role with BYPASSRLS that may read all. Row-level security holds every other role.",
    );
  }
  return databaseUrls({ port: portOf(databaseUrl), database: DATABASE }).adminUrl;
}
