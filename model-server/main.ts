import { pino } from "pino";
import { readEnvironment } from "./env.ts";
import { startModelServer } from "./model-server.ts";
import { gbdtMaker } from "./rank/gbdt-ranker.ts";

const environment = readEnvironment();
const log = pino({ name: "model-server", level: environment.LOG_LEVEL });
const server = await startModelServer({ environment, log, rankerMaker: gbdtMaker });

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    log.info({ signal }, "stopping");
    void server.stop().then(() => process.exit(0));
  });
}
