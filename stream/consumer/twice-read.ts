import type { LoggedEvent } from "../processor/logged-event.ts";

/** Events that wait for their second reader; beyond, the oldest are decoded again. */
const MAX_WAITING = 4_096;
/** Longer messages are decoded again, too: at most 16 MiB of bytes wait. */
const MAX_BYTES = 4_096;

/** What an event was decoded from. */
export interface RawMessage {
  subject: string;
  seq: number;
  data: Uint8Array;
}

/**
 * Decoded events between their two readers: the processor and the archive read the same log, each
 * by itself, mostly within a second of each other. Sequences begin anew where the stream was made
 * anew: the bytes have to be the same, too.
 */
export class TwiceRead {
  readonly #waiting = new Map<number, { message: RawMessage; logged: LoggedEvent }>();

  /** The event of a message that somebody else has read; it is not kept for a third time. */
  take({ seq, subject, data }: RawMessage): LoggedEvent | undefined {
    const waiting = this.#waiting.get(seq);
    if (waiting === undefined) return undefined;
    this.#waiting.delete(seq);
    const { message, logged } = waiting;
    const isSame = message.subject === subject && Buffer.compare(message.data, data) === 0;
    return isSame ? logged : undefined;
  }

  put({ seq, subject, data }: RawMessage, logged: LoggedEvent): void {
    if (data.length > MAX_BYTES) return;
    // A copy: a message is a view of all that came over the connection with it.
    this.#waiting.set(seq, { message: { seq, subject, data: Buffer.from(data) }, logged });
    if (this.#waiting.size <= MAX_WAITING) return;
    for (const oldest of this.#waiting.keys()) {
      this.#waiting.delete(oldest);
      return;
    }
  }
}
