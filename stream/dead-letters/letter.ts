import type { JsMsg } from "@nats-io/jetstream";
import type { DeadLetter } from "@slipstream/contracts/dead-letters";
import { subjects } from "@slipstream/contracts/subjects";
import { deadLetterHeaders } from "../publish/dead-letters.ts";

/** A letter with what brings it back to where it came from. */
export interface StoredLetter {
  shop: string;
  letter: DeadLetter;
  /** The subject that it had on EVENTS, or `outbox.<shop>.<kind>`. */
  subject: string;
  bytes: Uint8Array;
}

/** Reads a message of the DLQ. */
export function storedLetter(message: JsMsg): StoredLetter {
  const header = (name: string) => message.headers?.get(name) ?? "";
  const subject = header(deadLetterHeaders.subject);
  const isOutbox = message.subject === subjects.deadLetterOfOutbox;
  const parts = subject.split(".");
  const [, shop = ""] = parts;
  const payload = Buffer.from(message.data).toString("utf8");
  const stack = header(deadLetterHeaders.stack);
  return {
    shop,
    subject,
    bytes: message.data,
    letter: {
      id: message.seq,
      at: message.time.toISOString(),
      origin: isOutbox ? "outbox" : "event",
      kind: (isOutbox ? parts[2] : parts[3]) ?? "",
      source: header(deadLetterHeaders.sequence),
      reason: header(deadLetterHeaders.reason),
      ...(stack === "" ? {} : { stack: JSON.parse(stack) as string }),
      ...idsIn(payload),
      payload,
    },
  };
}

/** True when a letter says these words somewhere, whatever their case. */
export function says({ letter }: StoredLetter, words: string): boolean {
  const { reason, kind, source, payload } = letter;
  const wanted = words.toLowerCase();
  return [reason, kind, source, payload].some((text) => text.toLowerCase().includes(wanted));
}

function idsIn(payload: string): Pick<DeadLetter, "eventId" | "itemId"> {
  try {
    const { id, itemId } = (JSON.parse(payload) ?? {}) as Record<string, unknown>;
    return {
      ...(typeof id === "string" ? { eventId: id } : {}),
      ...(typeof itemId === "string" ? { itemId } : {}),
    };
  } catch {
    return {};
  }
}
