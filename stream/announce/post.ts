import { Agent, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";

const agent = new Agent({ keepAlive: true });
const tlsAgent = new TlsAgent({ keepAlive: true });

/**
 * Posts a JSON body over a connection that is kept and answers the status. In place of `fetch`:
 * that takes half a millisecond more from call to answer on an idle machine.
 * Rejects when the other side cannot be reached or has not answered within `timeoutMs`.
 */
export function postJson(options: {
  url: URL;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}): Promise<number> {
  return send(options, AbortSignal.timeout(options.timeoutMs));
}

function send(options: Parameters<typeof postJson>[0], signal: AbortSignal): Promise<number> {
  const { url, headers, body } = options;
  const isTls = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? tlsRequest : request)(url, {
      method: "POST",
      agent: isTls ? tlsAgent : agent,
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      },
      signal,
    });
    outgoing.once("response", (response) => {
      response.once("error", reject);
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    outgoing.once("error", (error: NodeJS.ErrnoException) => {
      // The other side closed a kept connection just when it was used: what was sent was not read.
      if (outgoing.reusedSocket && error.code === "ECONNRESET") resolve(send(options, signal));
      else reject(error);
    });
    outgoing.end(body);
  });
}
