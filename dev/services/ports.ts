import { createServer } from "node:net";
import { StartFailure } from "./start-failure.ts";

/**
 * Below the range from which the kernel takes the ports of outgoing connections (32768 and up on
 * Linux, 49152 on a Mac), so that a port found free is not taken by some client a moment later.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;
const MAX_TRIES = 200;

const handedOut = new Set<number>();

/** Whether nothing listens on this TCP port of 127.0.0.1 (or of `host`). */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A free TCP port of 127.0.0.1; never the same one twice in this process.
 * @throws StartFailure `no_free_port`
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT + 1));
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await isPortFree(port)) return port;
  }
  throw new StartFailure(
    "no_free_port",
    `No free port between ${FIRST_PORT} and ${LAST_PORT} in ${MAX_TRIES} tries. Stop what listens there.`,
  );
}
