import { pino } from "pino";
import { isStrayDatabaseError } from "./archive/database.ts";
import { EnvironmentError, readEnvironment } from "./env.ts";
import { startStream } from "./start.ts";

async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = pino({ name: "stream", level: environment.LOG_LEVEL });
  const running = await startStream(environment, log);
  log.info({ port: running.port }, "the stream processor is ready");
  process.on("uncaughtException", (error) => {
    if (!isStrayDatabaseError(error)) {
      log.fatal({ err: error }, "ends: the next start goes on from the watermark");
      process.exit(1);
    }
    log.error({ err: error }, "a connection to PostgreSQL died");
    running.reconnectDatabase();
  });
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    await running.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  const text = error instanceof EnvironmentError ? error.message : (error as Error).stack;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
  process.exit();
});
