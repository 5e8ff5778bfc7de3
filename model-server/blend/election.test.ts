import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { startTestServices } from "@slipstream/dev/testing/services";
import { afterAll, expect, test } from "vitest";
import { Election } from "./election.ts";

const services = await startTestServices({ nats: true });
const connections = await Promise.all(
  [1, 2].map(() => connect({ servers: services.nats.urls.url })),
);
const open: Election[] = [];
afterAll(async () => {
  for (const election of open) await election.close();
  for (const connection of connections) await connection.close();
});

const waiting = { timeout: 15_000, interval: 20 };
const TERM_MS = 1500;

function stand(server: 0 | 1, onError: (error: unknown) => void = () => {}): Election {
  const connected = Promise.resolve(connections[server]!);
  const options = { connected, office: "blend", termMs: TERM_MS, onError };
  const election = new Election(options);
  open.push(election);
  return election;
}

test("one of two is elected; it gives the office back, or loses it in silence, and the other has it", async () => {
  const first = stand(0);
  await expect.poll(() => first.isElected, waiting).toBe(true);
  const second = stand(1);
  for (let look = 0; look < 40; look++) {
    expect(first.isElected && second.isElected).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(second.isElected).toBe(false);
  await first.close();
  expect(first.isElected).toBe(false);
  await expect.poll(() => second.isElected, waiting).toBe(true);
  // Its connection gone, it cannot renew.
  await connections[1]!.close();
  await expect.poll(() => second.isElected, waiting).toBe(false);
  const third = stand(0);
  await expect.poll(() => third.isElected, waiting).toBe(true);
}, 60_000);

test("a bucket that is lost is told of, and made anew", async () => {
  const errors: unknown[] = [];
  const own = stand(0, (error) => errors.push(error));
  await expect.poll(() => open.some(({ isElected }) => isElected), waiting).toBe(true);
  await (await jetstreamManager(connections[0]!)).streams.delete("KV_elections");
  await expect.poll(() => errors.length, waiting).toBeGreaterThan(0);
  for (const other of open) if (other !== own) await other.close();
  await expect.poll(() => own.isElected, waiting).toBe(true);
}, 60_000);
