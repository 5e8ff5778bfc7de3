import { pino } from "pino";
import { EnvironmentError, readEnvironment } from "./environment.ts";
import { startStream } from "./start.ts";

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = pino({ name: "stream", level: environment.LOG_LEVEL });
  const running = await startStream(environment, log);
  log.info({ port: running.port }, "the stream processor is ready");
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
