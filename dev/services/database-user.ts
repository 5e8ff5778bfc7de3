import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartFailure } from "./start-failure.ts";

/** The user that PostgreSQL and pgbouncer run as; both refuse to run as root. */
export interface DatabaseUser {
  uid: number;
  gid: number;
}

const FALLBACK_DIR = "/var/lib/slipstream";

/**
 * The user `postgres` when this process is root; undefined, meaning this very user, when not.
 * @throws StartFailure `no_database_user`
 */
export function databaseUser(): DatabaseUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch (error) {
    throw new StartFailure(
      "no_database_user",
      "PostgreSQL refuses to run as root and there is no user `postgres`. Make one (useradd --system postgres), or start as an ordinary user.",
      { cause: error },
    );
  }
}

/** Whether the user may pass through the folder and everything above it. */
function isTraversable(folder: string, user: DatabaseUser): boolean {
  for (let current = folder; ; current = dirname(current)) {
    const { mode, uid, gid } = statSync(current);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

/**
 * The folder that a database program may really use: `wanted`, or, where its user cannot reach
 * that (a project under /root), one under /var/lib/slipstream that belongs to `wanted` alone.
 */
export function databaseDir(wanted: string, user = databaseUser()): string {
  if (!user) return wanted;
  mkdirSync(dirname(wanted), { recursive: true });
  if (isTraversable(dirname(wanted), user)) return wanted;
  return join(FALLBACK_DIR, createHash("sha256").update(wanted).digest("hex").slice(0, 16));
}

/** Makes the folder (see `databaseDir`) and gives it to the user. */
export function makeDatabaseDir(wanted: string, user = databaseUser()): string {
  const folder = databaseDir(wanted, user);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}
