import type { Agent, IncomingHttpHeaders } from "node:http";
import { request } from "node:http";
import { BROWSER_USER_AGENT } from "@slipstream/dev/traffic/browser-user-agent";

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** From sending the request to the first byte of the body, milliseconds. */
  firstByteMs: number;
}

/**
 * One request over `agent`'s connections, with a browser's user agent. Sent again when a kept
 * connection turns out to be closed: events carry ids, so nothing counts twice.
 */
export function httpRequest(options: {
  url: string | URL;
  agent: Agent;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
}): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const call = request(
      options.url,
      {
        method: options.method ?? "GET",
        agent: options.agent,
        headers: {
          "user-agent": BROWSER_USER_AGENT,
          ...(options.body === undefined
            ? {}
            : {
                "content-type": "application/json",
                "content-length": String(Buffer.byteLength(options.body)),
              }),
          ...options.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let firstByteMs = 0;
        response.on("data", (chunk: Buffer) => {
          firstByteMs ||= performance.now() - startedAt;
          chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
            firstByteMs: firstByteMs || performance.now() - startedAt,
          });
        });
      },
    );
    call.on("error", (error: NodeJS.ErrnoException) => {
      // The server closed a kept connection while this request was on its way: Node's own advice.
      if (call.reusedSocket && error.code === "ECONNRESET") resolve(httpRequest(options));
      else reject(error);
    });
    call.end(options.body);
  });
}
