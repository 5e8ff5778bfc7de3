import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Where on its way something is caught: the request before it arrives, or the answer to it. */
type CaughtAt = "request" | "answer";

/** What to catch on the way, once. */
export interface Catch {
  /** Bytes that a client's chunk has to contain, as ASCII in any case; absent: any. */
  text?: string;
  /** The least that a client's chunk must be long. */
  minBytes?: number;
  at: CaughtAt;
  /** Half of what was caught is let through, then the connection is reset; else all stands still. */
  tear: boolean;
}

interface Link {
  client: Socket;
  server: Socket;
  /** The request of the trap went through: the next answer is caught. */
  awaited: Trap | undefined;
  /** Nothing passes any more. */
  still: boolean;
}

interface Trap extends Catch {
  caught: (clientPort: number) => void;
}

/**
 * A TCP proxy in front of a store, through which faults are made without touching either side: it
 * delays, swallows answers, tears connections in the middle of a message, or stops one connection
 * at a message of a certain kind, so that its client can be killed exactly there.
 */
export class FaultyProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  #trap: Trap | undefined;
  #delayMs = 0;
  #swallowsAnswers = false;

  private constructor(server: Server, targetPorts: readonly number[]) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", async (client) => {
      client.on("error", () => {});
      const target = await reach(targetPorts);
      if (target === undefined) client.destroy();
      else this.#join(client, target);
    });
  }

  /** Listens on a free port of 127.0.0.1 and passes on to the first of others that takes it. */
  static async open(...targetPorts: number[]): Promise<FaultyProxy> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultyProxy(server, targetPorts);
  }

  /** From now on each chunk, in both directions, waits so long; 0: none does. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** From now on (or not any more) answers are lost while requests arrive. */
  swallowAnswers(swallows: boolean): void {
    this.#swallowsAnswers = swallows;
  }

  /**
   * Waits for something to catch. Answers the client's port of its connection, undefined when
   * nothing came in time.
   */
  async catchOne(wanted: Catch, timeoutMs: number): Promise<number | undefined> {
    const caught = new Promise<number>((resolve) => {
      this.#trap = { ...wanted, caught: resolve };
    });
    const giveUp = new AbortController();
    const late = sleep(timeoutMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
    const port = await Promise.race([caught, late]);
    giveUp.abort();
    this.#trap = undefined;
    return port;
  }

  /** Resets all connections. */
  resetAll(): void {
    for (const link of this.#links) reset(link);
  }

  async close(): Promise<void> {
    this.resetAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(client: Socket, server: Socket): void {
    client.setNoDelay(true);
    const link: Link = { client, server, awaited: undefined, still: false };
    this.#links.add(link);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on("error", () => other.destroy());
      socket.on("end", () => other.end());
      socket.on("close", () => {
        other.destroy();
        this.#links.delete(link);
      });
      socket.on("data", (chunk: Buffer) => {
        socket.pause();
        void this.#pass(link, socket === client, chunk).then(() => socket.resume());
      });
    }
  }

  async #pass(link: Link, isRequest: boolean, chunk: Buffer): Promise<void> {
    if (this.#delayMs > 0) await sleep(this.#delayMs);
    const to = isRequest ? link.server : link.client;
    if (link.still || !to.writable || (!isRequest && this.#swallowsAnswers)) return;
    const trap = isRequest ? this.#trapFor(link, chunk) : link.awaited;
    if (trap !== undefined) {
      link.still = true;
      link.awaited = undefined;
      if (trap.tear) to.write(chunk.subarray(0, chunk.length >> 1), () => reset(link));
      trap.caught(link.client.remotePort ?? 0);
      return;
    }
    if (to.write(chunk)) return;
    await Promise.race([once(to, "drain"), once(to, "close")]).catch(() => {});
  }

  /** The trap that this request falls into; one for its answer is only set up by it. */
  #trapFor(link: Link, chunk: Buffer): Trap | undefined {
    const trap = this.#trap;
    if (trap === undefined || chunk.length < (trap.minBytes ?? 1)) return undefined;
    const { text } = trap;
    if (text && !chunk.toString("latin1").toLowerCase().includes(text.toLowerCase())) {
      return undefined;
    }
    this.#trap = undefined;
    if (trap.at === "request") return trap;
    link.awaited = trap;
    return undefined;
  }
}

/** A connection to the first port that takes one; undefined when none does. */
async function reach(ports: readonly number[]): Promise<Socket | undefined> {
  for (const port of ports) {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    try {
      await once(socket, "connect");
      return socket;
    } catch {
      // The next one, then.
    }
  }
  return undefined;
}

function reset({ client, server }: Link): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}
