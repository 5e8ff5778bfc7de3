import type { JetStreamManager } from "@nats-io/jetstream";
import { streams } from "@slipstream/contracts/subjects";
import { readMessage } from "../consumer/read-message.ts";
import { eraseEvents } from "../relay/deletion/erase-messages.ts";
import type { StoredLetter } from "./letter.ts";

/**
 * Takes the message that a letter is of out of the log, where it still is: a processor that has lost
 * its watermark reads from the beginning, and would find what was replayed or discarded once more.
 */
export async function takeOriginal(
  manager: JetStreamManager,
  { letter, subject, bytes }: StoredLetter,
): Promise<void> {
  if (letter.origin !== "event") return;
  const sequence = Number(letter.source);
  const original = await readMessage(manager, streams.events, sequence);
  const isOfLetter = original?.subject === subject && Buffer.from(original.data).equals(bytes);
  if (isOfLetter) await eraseEvents(manager, [sequence]);
}
