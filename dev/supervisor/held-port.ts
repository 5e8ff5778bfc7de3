import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isPortFree } from "../services/ports.ts";
import { StartFailure } from "../services/start-failure.ts";

/** A port that its killed owner leaves takes the kernel a moment to give back. */
const RELEASE_TIMEOUT_MS = 2_000;
const POLL_MS = 20;

/** Where the public port is. */
export interface PublicAddress {
  port: number;
  host: string;
}

function portTaken(port: number): StartFailure {
  return new StartFailure(
    "port_taken",
    `Port ${port} is taken by another program. Stop that, or start with --port ${port + 1}.`,
  );
}

/**
 * Takes the public port from the first moment of a start on, so that no other program has it when
 * the edge worker is ready to listen; until then whoever comes is told to come again.
 * @returns the function that gives it back
 * @throws StartFailure `port_taken`
 */
export async function holdPort(address: PublicAddress): Promise<() => Promise<void>> {
  const server = createServer((_request, response) => {
    response.writeHead(503, { "content-type": "text/plain", "retry-after": "2", refresh: "2" });
    response.end("The shop is starting; this page tries again by itself.\n");
  });
  // Asked first: listening beside a worker that shares its port would succeed.
  if (!(await isPortFree(address.port, address.host))) throw portTaken(address.port);
  await new Promise<void>((resolve, reject) => {
    server.once("error", () => reject(portTaken(address.port)));
    server.listen({ ...address, exclusive: true }, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

/**
 * Waits until the port is free again.
 * @throws StartFailure `port_taken` when another program has it
 */
export async function awaitPort(address: PublicAddress): Promise<void> {
  const deadline = Date.now() + RELEASE_TIMEOUT_MS;
  while (!(await isPortFree(address.port, address.host))) {
    if (Date.now() > deadline) throw portTaken(address.port);
    await sleep(POLL_MS);
  }
}
