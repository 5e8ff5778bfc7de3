import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { requireBinary } from "../services/binaries.ts";
import { asAdmin } from "../services/databases.ts";

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Writes the whole database to a file (pg_dump, custom format).
 * @param options.url of a role that row-level security does not hold: a superuser, or BYPASSRLS
 */
export async function dumpDatabase(options: { url: string; file: string }): Promise<void> {
  await postgresProgram("pg_dump", options.url, ["--format=custom", `--file=${options.file}`]);
}

/**
 * Puts a dump into a database whose two roles exist, all of it or nothing; what has the name of
 * something in the dump is replaced.
 * @param options.url of a superuser: the dump makes extensions and gives tables to their owner
 */
export async function restoreDatabase(options: { url: string; file: string }): Promise<void> {
  const wholly = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error"];
  await postgresProgram("pg_restore", options.url, [...wholly, options.file]);
}

async function postgresProgram(
  name: "pg_dump" | "pg_restore",
  url: string,
  args: readonly string[],
): Promise<void> {
  const at = new URL(url);
  // Arguments stand in the list of processes, and in messages of errors.
  const PGPASSWORD = decodeURIComponent(at.password);
  at.password = "";
  await run(requireBinary(name), [`--dbname=${at.href}`, ...args], {
    maxBuffer: MAX_OUTPUT_BYTES,
    env: { ...process.env, ...(PGPASSWORD ? { PGPASSWORD } : {}) },
  });
}

/** Whether any shop is in the database: then it is somebody's, and nothing is restored over it. */
export function holdsShops(url: string): Promise<boolean> {
  return asAdmin(url, async (sql) => {
    const [found] = await sql<{ there: boolean }[]>`
      select to_regclass('public.shops') is not null as there`;
    if (!found?.there) return false;
    return (await sql`select 1 from shops limit 1`).length > 0;
  });
}

/** The EVENTS sequence up to which all is archived; 0 before there is an archive. */
export function archivedUpTo(url: string): Promise<number> {
  return asAdmin(url, async (sql) => {
    const [row] = await sql<{ sequence: string }[]>`
      select sequence from archive_watermarks where stream = 'EVENTS'`;
    return Number(row?.sequence ?? 0);
  });
}
