import { decodeEvent } from "@slipstream/contracts/events";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { partitionOf } from "@slipstream/contracts/partition";
import { z } from "zod";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { type RawMessage, TwiceRead } from "./twice-read.ts";

/** A message that can never be applied, with the reason for those who look into the DLQ. */
export interface Poison {
  reason: string;
  /** Where in the code it failed. */
  stack?: string;
  sequence: number;
  partition: number;
  subject: string;
  payload: Uint8Array;
}

const MAX_REASON = 500;

/** What a subject of EVENTS says; the partition is undefined when it names none of ours. */
interface EventSubject {
  shop: string;
  partition: number | undefined;
  type: string;
}

/** Subjects are few and come again and again; beyond this many (an attack) they are not kept. */
const MAX_KNOWN_SUBJECTS = 10_000;
const knownSubjects = new Map<string, EventSubject>();

function parseSubject(subject: string): EventSubject {
  let parsed = knownSubjects.get(subject);
  if (parsed === undefined) {
    const [, shop = "", token = "", type = ""] = subject.split(".");
    const partition = /^\d{1,4}$/.test(token) ? Number(token) : PARTITIONS;
    parsed = { shop, partition: partition < PARTITIONS ? partition : undefined, type };
    if (knownSubjects.size < MAX_KNOWN_SUBJECTS) knownSubjects.set(subject, parsed);
  }
  return parsed;
}

/** The partition that a subject of EVENTS names; undefined when it names none. */
export function partitionOfSubject(subject: string): number | undefined {
  return parseSubject(subject).partition;
}

/** In one line: what does not fit a schema, with its place; else what went wrong. */
function reasonOf(error: Error): string {
  if (!(error instanceof z.ZodError)) return `${error.name}: ${error.message}`;
  return error.issues
    .map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "))
    .join("; ");
}

const twiceRead = new TwiceRead();

/**
 * The event in a message, or why it is none: undecodable, invalid, or under a wrong subject. What is
 * read `once` waits for no second reader.
 */
export function readEvent(
  message: RawMessage,
  { once = false }: { once?: boolean } = {},
): { kind: "event"; logged: LoggedEvent } | { kind: "poison"; poison: Poison } {
  const known = twiceRead.take(message);
  if (known !== undefined) return { kind: "event", logged: known };
  const { subject, seq, data } = message;
  const { shop, type, partition = 0 } = parseSubject(subject);
  const poison = (reason: string, stack = "") => ({
    kind: "poison" as const,
    poison: {
      reason: reason.slice(0, MAX_REASON),
      stack,
      sequence: seq,
      partition,
      subject,
      payload: data,
    },
  });
  try {
    const event = decodeEvent(data);
    if (event.shop !== shop || event.type !== type) {
      return poison(`the subject says ${shop} ${type}, the event ${event.shop} ${event.type}`);
    }
    if (partitionOf(event.visitorId) !== partition) {
      return poison(`visitor ${event.visitorId} does not belong to partition ${partition}`);
    }
    const logged = { event, sequence: seq, partition };
    if (!once) twiceRead.put(message, logged);
    return { kind: "event", logged };
  } catch (error) {
    if (!(error instanceof Error)) return poison(String(error));
    return poison(reasonOf(error), error.stack);
  }
}
