import { Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";
import { LEASE_BUCKET } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import { afterAll, expect, test } from "vitest";
import { Leases, leaseKey } from "./leases.ts";

const { nats } = await startTestServices({ nats: true });
const connection = await connect({ servers: nats.urls.url });
const kv = await new Kvm(connection).create(LEASE_BUCKET, { ttl: 60_000, history: 1 });
afterAll(() => connection.close());

test("giving back what was lost a moment ago leaves it with whoever holds it now", async () => {
  const leases = new Leases({ kv, holder: "a", ttlMs: 60_000 });
  expect(await leases.take(3)).toBe(true);
  await kv.put(leaseKey(3), "b");
  const renewed = leases.renew();
  await leases.release([3]);
  expect(await renewed).toEqual([3]);
  expect((await kv.get(leaseKey(3)))?.string()).toBe("b");
});
