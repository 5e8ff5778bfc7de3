import { decodeEvent } from "@slipstream/contracts/events";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { partitionOf } from "@slipstream/contracts/partition";
import type { LoggedEvent } from "../processor/logged-event.ts";

/** A message that can never be applied, with the reason for those who look into the DLQ. */
export interface Poison {
  reason: string;
  sequence: number;
  partition: number;
  subject: string;
  payload: Uint8Array;
}

/** What is read of a message of EVENTS. */
interface RawMessage {
  subject: string;
  seq: number;
  data: Uint8Array;
}

const MAX_REASON = 500;

/** The partition that a subject of EVENTS names; undefined when it names none. */
export function partitionOfSubject(subject: string): number | undefined {
  const token = subject.split(".")[2] ?? "";
  if (!/^\d{1,4}$/.test(token)) return undefined;
  const partition = Number(token);
  return partition < PARTITIONS ? partition : undefined;
}

/** The event in a message, or why it is none: undecodable, invalid, or under a wrong subject. */
export function readEvent(
  message: RawMessage,
): { kind: "event"; logged: LoggedEvent } | { kind: "poison"; poison: Poison } {
  const { subject, seq, data } = message;
  const partition = partitionOfSubject(subject) ?? 0;
  const poison = (reason: string) => ({
    kind: "poison" as const,
    poison: {
      reason: reason.slice(0, MAX_REASON),
      sequence: seq,
      partition,
      subject,
      payload: data,
    },
  });
  try {
    const event = decodeEvent(data);
    const [, shop, , type] = subject.split(".");
    if (event.shop !== shop || event.type !== type) {
      return poison(`the subject says ${shop} ${type}, the event ${event.shop} ${event.type}`);
    }
    if (partitionOf(event.visitorId) !== partition) {
      return poison(`visitor ${event.visitorId} does not belong to partition ${partition}`);
    }
    return { kind: "event", logged: { event, sequence: seq, partition } };
  } catch (error) {
    return poison(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}
