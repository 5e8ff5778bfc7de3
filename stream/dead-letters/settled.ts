import { createHash } from "node:crypto";
import type { JetStreamClient } from "@nats-io/jetstream";
import { streams, subjects } from "@slipstream/contracts/subjects";

const ACK_TIMEOUT_MS = 3_000;
const DIGEST_LENGTH = 32;

/** What a letter is about, and why it is one. */
interface Failure {
  /** On EVENTS. */
  sequence: number;
  subject: string;
  payload: Uint8Array;
  reason: string;
}

/** Notes that a person has dealt with a letter: the same failure of the same message is none again. */
export async function settle(
  client: Pick<JetStreamClient, "publish">,
  failure: Failure,
): Promise<void> {
  await client.publish(markOf(failure), "", { timeout: ACK_TIMEOUT_MS });
}

/** Whether somebody has dealt with this very failure before. In doubt nobody has. */
export async function isSettled(
  client: Pick<JetStreamClient, "jetstreamManager">,
  failure: Failure,
): Promise<boolean> {
  try {
    const manager = await client.jetstreamManager(false);
    const found = await manager.direct.getMessage(streams.settled, {
      last_by_subj: markOf(failure),
    });
    return found !== null;
  } catch {
    return false;
  }
}

/**
 * Tells failures at one place of the log apart. The bytes are part of it, since sequences begin anew
 * where EVENTS was made anew, and so is the reason: that it fails otherwise than when it was looked
 * at, nobody has seen yet.
 */
export function digestOf({ subject, payload, reason }: Omit<Failure, "sequence">): string {
  const hash = createHash("sha256");
  for (const part of [subject, "\0", reason.trim(), "\0", payload]) hash.update(part);
  return hash.digest("hex").slice(0, DIGEST_LENGTH);
}

function markOf(failure: Failure): string {
  return subjects.settled(failure.sequence, digestOf(failure));
}
