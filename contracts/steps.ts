import { BinaryReader, BinaryWriter } from "./binary.ts";
import type { EventType } from "./event-types.ts";
import { eventTypeCodes, eventTypeOf } from "./event-types.ts";

/**
 * One step of a session: the visitor did `type` with `itemId`. What the views of the model server
 * (co-visitation, session kNN, trending, co-purchase) are made of.
 */
export interface SessionStep {
  /** Sequence of the event on EVENTS; a view skips steps of a partition that it has seen. */
  eventSequence: number;
  visitorId: string;
  sessionId: string;
  itemId: string;
  type: EventType;
  orderId?: string;
  quantity: number;
  occurredAt: number;
}

/** What a partition's batch added: `learn.<shop>.steps.<partition>` on LEARN. */
export interface StepsMessage {
  steps: SessionStep[];
}

const MAGIC = "SLST";
const VERSION = 1;

export function encodeSteps(message: StepsMessage): Uint8Array {
  const writer = new BinaryWriter().header(MAGIC, VERSION).u32(message.steps.length);
  for (const step of message.steps) {
    writer.f64(step.eventSequence).text(step.visitorId).text(step.sessionId).text(step.itemId);
    writer.u8(eventTypeCodes[step.type]).text(step.orderId ?? "");
    writer.u32(step.quantity).f64(step.occurredAt);
  }
  return writer.finish();
}

/** Reads a batch of steps; steps of types that this build does not know are left out. */
export function decodeSteps(bytes: Uint8Array): StepsMessage {
  const reader = new BinaryReader(bytes);
  reader.header(MAGIC, VERSION);
  const count = reader.u32();
  const steps: SessionStep[] = [];
  for (let index = 0; index < count; index++) {
    const eventSequence = reader.f64();
    const visitorId = reader.text();
    const sessionId = reader.text();
    const itemId = reader.text();
    const type = eventTypeOf(reader.u8());
    const orderId = reader.text();
    const quantity = reader.u32();
    const occurredAt = reader.f64();
    if (type === undefined) continue;
    steps.push({
      eventSequence,
      visitorId,
      sessionId,
      itemId,
      type,
      ...(orderId === "" ? {} : { orderId }),
      quantity,
      occurredAt,
    });
  }
  reader.end();
  return { steps };
}
