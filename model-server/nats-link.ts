import type { NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { type NatsAddress, natsAddress } from "@slipstream/contracts/nats-address";

const RECONNECT_MS = 250;
/** A connection over which so many pings in a row were not answered is made anew. */
const PING_INTERVAL_MS = 5_000;
const MAX_UNANSWERED_PINGS = 2;

/** One connection to NATS that is tried for ever; nothing waits for it that can do without. */
export class NatsLink {
  /** Resolves once there has been a connection; later outages are mended behind it. */
  readonly connected: Promise<NatsConnection>;
  #connection: NatsConnection | undefined;
  #isUp = false;
  #closing = false;

  constructor(url: string) {
    this.connected = this.#connect(natsAddress(url));
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Undefined until the first connection. */
  get connection(): NatsConnection | undefined {
    return this.#connection;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#connection?.close();
  }

  async #connect(address: NatsAddress): Promise<NatsConnection> {
    const connection = await connect({
      ...address,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      pingInterval: PING_INTERVAL_MS,
      maxPingOut: MAX_UNANSWERED_PINGS,
      waitOnFirstConnect: true,
      // An Error for each request, in case it fails, costs more than the request.
      noAsyncTraces: true,
    });
    this.#connection = connection;
    if (this.#closing) await connection.close();
    else void this.#watch(connection);
    return connection;
  }

  async #watch(connection: NatsConnection): Promise<void> {
    this.#isUp = true;
    for await (const { type } of connection.status()) {
      if (type === "disconnect") this.#isUp = false;
      if (type === "reconnect") this.#isUp = true;
    }
    this.#isUp = false;
  }
}
