import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBinary, requireBinary } from "./binaries.ts";
import { startChild } from "./child.ts";
import { databaseUser, makeDatabaseDir } from "./database-user.ts";
import { APP_ROLE, databaseUrls, OWNER_ROLE } from "./databases.ts";
import { freePort } from "./ports.ts";
import { type Place, type Service, withFreePorts } from "./service.ts";
import { acceptsTcp } from "./tcp-probe.ts";

export interface PgbouncerUrls {
  /** The application role, pooled. Transaction mode: clients say `prepare: false`. */
  appUrl: string;
}

export interface PgbouncerOptions extends Place {
  /** A free port where absent. */
  port?: number;
  /** The private PostgreSQL behind it. */
  postgresPort: number;
  database: string;
}

const MAX_CLIENTS = 1_000;
const POOL_SIZE = 20;

/** Whether there is a pgbouncer on this machine; it is used when there is one. */
export function hasPgbouncer(): boolean {
  return findBinary("pgbouncer") !== undefined;
}

/**
 * pgbouncer in transaction mode in front of a private PostgreSQL: the worker opens a connection for
 * each request, which costs 3 ms through it and 35 ms without. In production Hyperdrive does this.
 * @throws StartFailure `binary_missing`, `child_failed`
 */
export async function startPgbouncer(options: PgbouncerOptions): Promise<Service<PgbouncerUrls>> {
  const command = requireBinary("pgbouncer");
  const user = databaseUser();
  const folder = makeDatabaseDir(options.dataDir, user);
  mkdirSync(folder, { recursive: true });
  return withFreePorts(options.port !== undefined, async () => {
    const port = options.port ?? (await freePort());
    const usersFile = join(folder, "users.txt");
    const configFile = join(folder, "pgbouncer.ini");
    writeFileSync(usersFile, `"${APP_ROLE}" ""\n"${OWNER_ROLE}" ""\n`);
    writeFileSync(configFile, configuration({ ...options, port, usersFile }));
    if (user) {
      chownSync(usersFile, user.uid, user.gid);
      chownSync(configFile, user.uid, user.gid);
    }
    const child = await startChild({
      name: "pgbouncer",
      command,
      args: [configFile],
      cwd: folder,
      logFile: options.logFile,
      user,
      ready: () => acceptsTcp(port),
      pidFile: { path: join(folder, "pgbouncer.pid"), mark: "pgbouncer" },
    });
    const { appUrl } = databaseUrls({ port, database: options.database });
    return { urls: { appUrl }, child, stop: child.stop };
  });
}

/** By default it refuses everybody for 15 s after one failed login: long after PostgreSQL is back. */
function configuration(options: {
  port: number;
  postgresPort: number;
  database: string;
  usersFile: string;
}): string {
  return `[databases]
${options.database} = host=127.0.0.1 port=${options.postgresPort} dbname=${options.database}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${options.port}
unix_socket_dir =
auth_type = trust
auth_file = ${options.usersFile}
pool_mode = transaction
default_pool_size = ${POOL_SIZE}
max_client_conn = ${MAX_CLIENTS}
ignore_startup_parameters = extra_float_digits, options
server_idle_timeout = 60
server_login_retry = 0.25
log_connections = 0
log_disconnections = 0
`;
}
