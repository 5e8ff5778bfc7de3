/** The other side did not take the WebSocket. */
export class SocketRefusedError extends Error {
  override readonly name = "SocketRefusedError";
  readonly code = "socket_refused";
}

/**
 * Opens a WebSocket to NATS, to be accepted by whoever reads it. By `fetch`, since a failed
 * `new WebSocket` is reported by workerd as an uncaught exception, and a `wsFactory` that fails
 * leaves nats-core waiting for ever. Throws SocketRefusedError, or what `fetch` throws.
 */
export async function openNatsSocket(url: string, timeoutMs: number): Promise<WebSocket> {
  // A signal that fires later, as that of AbortSignal.timeout does, would end the open socket.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const response = await fetch(url.replace(/^ws/, "http"), {
    headers: { upgrade: "websocket" },
    signal: abort.signal,
  }).finally(() => clearTimeout(timer));
  const socket = response.webSocket;
  if (!socket) throw new SocketRefusedError(`${url} answered ${response.status}`);
  return socket;
}
