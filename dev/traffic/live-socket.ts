import { setTimeout as sleep } from "node:timers/promises";

const OPEN_TIMEOUT_MS = 10_000;

/** Opens a WebSocket as a page does; rejects when it does not open. */
export async function openSocket(
  url: string,
  headers: Record<string, string> = {},
): Promise<WebSocket> {
  // Browsers send cookies by themselves; Node's own client takes them as an option.
  const socket = new WebSocket(url, { headers });
  const timeout = new AbortController();
  const opened = new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`the WebSocket at ${url} did not open`));
  });
  const late = sleep(OPEN_TIMEOUT_MS, undefined, { signal: timeout.signal }).then(() => {
    throw new Error(`the WebSocket at ${url} did not open in ${OPEN_TIMEOUT_MS} ms`);
  });
  late.catch(() => {});
  await Promise.race([opened, late]);
  timeout.abort();
  return socket;
}

/** Calls `hear` with the id of the event behind each pushed rail. */
export function hearRails(socket: WebSocket, hear: (causeEventId: string) => void): void {
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as { kind: string; cause?: { eventId: string } };
    if (message.kind === "rail" && message.cause) hear(message.cause.eventId);
  });
}
