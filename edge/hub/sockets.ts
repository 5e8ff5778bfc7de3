import type { Traits } from "@slipstream/contracts/assignment";
import type { HubMessage, RailSubscription } from "@slipstream/contracts/rail-socket";
import { clientMessageSchema } from "@slipstream/contracts/rail-socket";
import { z } from "zod";

/** Pages that one visitor may have open; the oldest gives way. */
const MAX_SOCKETS_PER_VISITOR = 8;
/** A message of a page; attachments hold at most 16,384 bytes. */
const MAX_MESSAGE_LENGTH = 12_000;

/** What a socket carries through hibernation. */
interface Attachment {
  visitorId: string;
  /** What was known when it opened. */
  traits: Traits;
  rails: RailSubscription[];
  /** When it came (epoch ms), each of a visitor's later than the one before. */
  since: number;
}

/** The rails of a page, and the pages that follow just these, alike in what is known of them. */
export interface Following {
  traits: Traits;
  rails: readonly RailSubscription[];
  sockets: WebSocket[];
}

/** The live pages of a shard: hibernating WebSockets, found by visitor. */
export class Sockets {
  readonly #state: DurableObjectState;

  constructor(state: DurableObjectState) {
    this.#state = state;
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  get count(): number {
    return this.#state.getWebSockets().length;
  }

  /** True when the visitor has a page that follows a rail. */
  isLive(visitorId: string): boolean {
    return this.#state.getWebSockets(visitorId).length > 0;
  }

  /** Takes a page's socket and greets it; answers the response that completes the upgrade. */
  accept(page: { visitorId: string; traits: Traits; sessionId: string }): Response {
    const { visitorId, traits, sessionId } = page;
    const open = this.#openOf(visitorId);
    for (const { socket } of open.slice(
      0,
      Math.max(0, open.length - MAX_SOCKETS_PER_VISITOR + 1),
    )) {
      socket.close(1013, "too many open pages");
    }
    const since = Math.max(Date.now(), (open.at(-1)?.since ?? 0) + 1);
    const pair = new WebSocketPair();
    this.#state.acceptWebSocket(pair[1], [visitorId]);
    pair[1].serializeAttachment({ visitorId, traits, rails: [], since } satisfies Attachment);
    send(pair[1], { kind: "ready", sessionId });
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /**
   * Reads what a page says. Answers the visitor when it now follows rails; else the page has been
   * told what was wrong.
   */
  receive(socket: WebSocket, message: string | ArrayBuffer): string | undefined {
    const said = typeof message === "string" ? parse(message) : "send text";
    if (typeof said === "string") {
      send(socket, { kind: "error", code: "invalid_request", detail: said });
      return undefined;
    }
    const attachment = socket.deserializeAttachment() as Attachment;
    const { visitorId } = attachment;
    socket.serializeAttachment({ ...attachment, rails: said.rails } satisfies Attachment);
    return said.rails.length > 0 ? visitorId : undefined;
  }

  /** What a visitor's pages follow; pages that are alike in it once. */
  following(visitorId: string): Following[] {
    const byContent = new Map<string, Following>();
    for (const socket of this.#state.getWebSockets(visitorId)) {
      const { rails, traits } = socket.deserializeAttachment() as Attachment;
      if (rails.length === 0) continue;
      const content = JSON.stringify([rails, traits]);
      const following = byContent.get(content) ?? { rails, traits, sockets: [] };
      following.sockets.push(socket);
      byContent.set(content, following);
    }
    return [...byContent.values()];
  }

  /** The visitor's pages that are not closing, the oldest first. */
  #openOf(visitorId: string): { socket: WebSocket; since: number }[] {
    return this.#state
      .getWebSockets(visitorId)
      .filter((socket) => socket.readyState === WebSocket.OPEN)
      .map((socket) => ({
        socket,
        since: (socket.deserializeAttachment() as Attachment).since,
      }))
      .sort((a, b) => a.since - b.since);
  }
}

function parse(message: string) {
  if (message.length > MAX_MESSAGE_LENGTH) return "the message is too long";
  try {
    const parsed = clientMessageSchema.safeParse(JSON.parse(message));
    return parsed.success ? parsed.data : z.prettifyError(parsed.error).slice(0, 300);
  } catch {
    return "the message is not JSON";
  }
}

/** Sends, and answers whether the socket was still there to take it. */
export function send(socket: WebSocket, message: HubMessage | string): boolean {
  try {
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
    return true;
  } catch {
    return false;
  }
}
