import postgres from "postgres";

/** Owns the schema and runs the migrations; not used to serve. */
export const OWNER_ROLE = "slipstream_owner";
/** The application's role: owns nothing and is held to row-level security. */
export const APP_ROLE = "slipstream_app";

const EXTENSIONS = ["pg_trgm", "unaccent"];
const DATABASE_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Connection strings of one database. */
export interface DatabaseUrls {
  /** Superuser, for making databases and roles. */
  adminUrl: string;
  /** Migrations and seeds. */
  ownerUrl: string;
  /** Everything that serves. */
  appUrl: string;
}

/**
 * Private instances listen on the loopback alone and trust it; the word in its place is there
 * because Hyperdrive's local stand-in refuses connection strings without a password.
 */
export const LOCAL_PASSWORD = "local";

/** The three connection strings of a database on a private instance. */
export function databaseUrls(options: { port: number; database: string }): DatabaseUrls {
  const url = (role: string) =>
    `postgres://${role}:${LOCAL_PASSWORD}@127.0.0.1:${options.port}/${options.database}`;
  return { adminUrl: url("postgres"), ownerUrl: url(OWNER_ROLE), appUrl: url(APP_ROLE) };
}

/** Runs `use` with one connection as superuser. */
export async function asAdmin<T>(
  adminUrl: string,
  use: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres(adminUrl, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    return await use(sql);
  } finally {
    await sql.end();
  }
}

/** Makes both roles where they are missing. */
export async function ensureRoles(sql: postgres.Sql): Promise<void> {
  for (const role of [OWNER_ROLE, APP_ROLE]) {
    const found = await sql`select 1 from pg_roles where rolname = ${role}`;
    const attributes = sql.unsafe("login nosuperuser nobypassrls nocreatedb nocreaterole");
    if (found.length === 0) await sql`create role ${sql(role)} ${attributes}`;
    else await sql`alter role ${sql(role)} ${attributes}`;
  }
}

/**
 * Makes a database of the owner role, empty or as a copy of `template` (to which nobody may be
 * connected). Returns false when it was there already.
 */
export async function ensureDatabase(
  sql: postgres.Sql,
  options: { database: string; template?: string },
): Promise<boolean> {
  const { database, template = "template0" } = options;
  if (!DATABASE_NAME.test(database)) throw new Error(`Not a database name: ${database}`);
  const found = await sql`select 1 from pg_database where datname = ${database}`;
  if (found.length > 0) return false;
  await sql`create database ${sql(database)} owner ${sql(OWNER_ROLE)} template ${sql(template)}`;
  return true;
}

/** Makes the extensions that the schema uses; `sql` is connected to the database itself. */
export async function ensureExtensions(sql: postgres.Sql): Promise<void> {
  for (const extension of EXTENSIONS) await sql`create extension if not exists ${sql(extension)}`;
}
