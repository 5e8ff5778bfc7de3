import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { encodeFactors } from "@slipstream/contracts/factors";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import { afterAll, expect, test } from "vitest";
import { DIMS } from "../testing/shop.ts";
import { findLearnStart } from "./learn-start.ts";

const MESSAGES = 5_000;
/** Before the message found: those of one turn are not in order. */
const MARGIN = 2_000;

const services = await startTestServices({ nats: true });
const connection = await connect({ servers: services.nats.urls.url });
afterAll(() => connection.close());

test("it is followed from what the archive lacks, and no later than from where Redis was read", async () => {
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
  const client = jetstream(connection);
  const learnt = (eventSequence: number) =>
    encodeFactors({ spaceId: 1, dimensions: DIMS, eventSequence, records: [] });
  const messages = Array.from({ length: MESSAGES }, (_, at) => learnt(10 * (at + 1)));
  await Promise.all(messages.map((data) => client.publish(subjects.factors("demo", 0), data)));
  const { state } = await manager.streams.info(streams.learn);
  // Sent at once, they are in order, or the search below could not halve.
  expect(state).toMatchObject({ first_seq: 1, last_seq: MESSAGES });
  const startAfter = (eventSequence: number, lastBefore?: number) =>
    findLearnStart({ manager, stream: streams.learn, state, eventSequence, lastBefore });
  // Message 3001 is the first that knows more than event 30,000.
  expect(await startAfter(30_000)).toBe(3_001 - MARGIN);
  expect(await startAfter(30_000, MESSAGES)).toBe(3_001 - MARGIN);
  // The archive is ahead of the learners: what came while Redis was read is nowhere but here.
  expect(await startAfter(1_000_000)).toBe(MESSAGES + 1 - MARGIN);
  expect(await startAfter(1_000_000, 4_000)).toBe(4_001 - MARGIN);
  expect(await startAfter(1_000_000, 0)).toBe(1);
});
