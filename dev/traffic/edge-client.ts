import { lookup as systemLookup } from "node:dns";
import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest, Agent as SecureAgent } from "node:https";
import type { LookupFunction } from "node:net";

/** What the edge answered: the body parsed as JSON where it is JSON. */
export interface EdgeAnswer {
  status: number;
  retryAfterSeconds: number | undefined;
  body: unknown;
}

const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Shops answer at `<slug>.localhost`, which not every system's resolver knows: RFC 6761 says that
 * all names under `localhost` are this machine.
 */
const lookupLocalhost: LookupFunction = (hostname, options, callback) => {
  const name = /(^|\.)localhost$/.test(hostname) ? "127.0.0.1" : hostname;
  systemLookup(name, options, callback);
};

/** Calls the edge over kept connections: as a server with an API key does, or as its headers say. */
export class EdgeClient {
  readonly #base: URL;
  readonly #apiKey: string | undefined;
  readonly #secure: boolean;
  readonly #agent: Agent;

  constructor(options: { edgeUrl: string; apiKey?: string; maxSockets?: number }) {
    this.#base = new URL(options.edgeUrl);
    this.#apiKey = options.apiKey;
    this.#secure = this.#base.protocol === "https:";
    const agentOptions = { keepAlive: true, maxSockets: options.maxSockets ?? 32 };
    this.#agent = this.#secure ? new SecureAgent(agentOptions) : new Agent(agentOptions);
  }

  /** Rejects with the socket's error when there is no answer. */
  request(options: {
    method: "GET" | "POST";
    path: string;
    /** JSON, as text. */
    json?: string;
    headers?: Readonly<Record<string, string>>;
  }): Promise<EdgeAnswer> {
    const payload = options.json;
    return new Promise((resolve, reject) => {
      const call = (this.#secure ? httpsRequest : httpRequest)(
        new URL(options.path, this.#base),
        {
          method: options.method,
          agent: this.#agent,
          lookup: lookupLocalhost,
          timeout: REQUEST_TIMEOUT_MS,
          headers: {
            accept: "application/json",
            ...(this.#apiKey ? { authorization: `Bearer ${this.#apiKey}` } : {}),
            ...(payload === undefined
              ? {}
              : {
                  "content-type": "application/json",
                  "content-length": Buffer.byteLength(payload),
                }),
            ...options.headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const retryAfter = Number(response.headers["retry-after"]);
            resolve({
              status: response.statusCode ?? 0,
              retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
              body: parse(Buffer.concat(chunks).toString("utf8")),
            });
          });
        },
      );
      call.on("timeout", () => call.destroy(new Error("the edge did not answer in 30 s")));
      call.on("error", reject);
      call.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
