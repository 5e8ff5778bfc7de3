import { keys } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import { decodeSteps } from "@slipstream/contracts/steps";
import { parseLearnSubject, streams, subjects } from "@slipstream/contracts/subjects";
import { encodeSwitches } from "@slipstream/contracts/switches";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { startStream } from "./start.ts";
import { environmentOn, openLog } from "./testing/environment.ts";
import { EventMaker } from "./testing/events.ts";
import { until } from "./testing/log-client.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });
await asAdmin(services.postgres.adminUrl, async (sql) => {
  await sql`insert into shops (id, name, hosts, currency) values
    ('demo', 'Demo', '{}', 'EUR'), ('demo-2', 'Other', '{}', 'EUR')`;
  // Before the first event: read by the processor itself.
  await sql`insert into switches (shop_id, name, enabled) values ('demo-2', 'learning', false)`;
});
const environment = environmentOn(services);
const log = await openLog(environment);
const running = await startStream(environment, pino({ level: "silent" }));
afterAll(async () => {
  await running.stop();
  await log.close();
});

/** One visitor id, one session id, one item, one order: in two shops. */
const makers = [new EventMaker("demo"), new EventMaker("demo-2")] as const;
const at = partitionOf("anna");
const view = (shop: 0 | 1, number: number, itemId = "lamp") => ({
  ...makers[shop].make({ type: "view", visitorId: "anna", itemId }),
  id: `01900000-0000-7000-900${shop}-${String(number).padStart(12, "0")}`,
});

test("the same ids in two shops are two: counters, sessions, factors and LEARN apart", async () => {
  await log.applied(await log.publish([view(0, 1), view(0, 2), view(1, 1)]));
  const stats = (shop: string) => log.redis.hgetall(keys.productStats(shop, "lamp", at));
  expect(await stats("demo")).toEqual({ total_views: "2" });
  expect(await stats("demo-2")).toEqual({ total_views: "1" });
  const names = await log.redis.keys("*");
  const foreign = names.filter((name) => !/^(demo|demo-2|partition):/.test(name));
  expect(foreign).toEqual([]);
  const factor = (shop: string) => log.redis.hgetBuffer(keys.factors(shop, "lamp"), "lamp");
  expect(await factor("demo")).not.toEqual(await factor("demo-2"));
  const { state } = await log.manager.streams.info(streams.learn);
  const steps = new Map<string, number>();
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await log.manager.streams.getMessage(streams.learn, { seq });
    const subject = parseLearnSubject(message!.subject)!;
    if (subject.kind !== "steps") continue;
    const { length } = decodeSteps(message!.data).steps;
    steps.set(subject.shop, (steps.get(subject.shop) ?? 0) + length);
  }
  expect(Object.fromEntries(steps)).toEqual({ demo: 2, "demo-2": 1 });
});

test("a shop's learning is switched off and on alone; counting goes on", async () => {
  const factor = (shop: string) => log.redis.getBuffer(keys.userFactor(shop, "anna"));
  // A visitor whose factor was never moved has none, or one of zeros.
  const moved = async (shop: string) => (await factor(shop))?.subarray(11).some((b) => b !== 0);
  const items = ["chair", "desk", "lamp", "vase"];
  const walk = ([0, 1] as const).flatMap((shop) =>
    items.map((itemId, step) => view(shop, 10 + step, itemId)),
  );
  await log.applied(await log.publish(walk));
  expect(await moved("demo")).toBe(true);
  expect(await moved("demo-2")).not.toBe(true);
  const on = encodeSwitches({ readAt: Date.now() + 1_000, off: [] });
  await log.client.publish(subjects.switches("demo-2"), on);
  let views = 2;
  await until(async () => {
    await log.applied(await log.publish([view(1, 20 + views++)]));
    return (await moved("demo-2")) === true;
  });
  expect(await log.redis.hget(keys.productStats("demo-2", "lamp", at), "total_views")).toBe(
    String(views),
  );
});
