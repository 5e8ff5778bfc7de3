import { keys } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import { streams } from "@slipstream/contracts/subjects";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { Database } from "../archive/database.ts";
import { publishDeadLetter } from "../publish/dead-letters.ts";
import { startStream } from "../start.ts";
import { environmentOn, openLog } from "../testing/environment.ts";
import { EventMaker, messageOf } from "../testing/events.ts";
import { listLetters, workOnLetters } from "./letters.ts";
import { isSettled } from "./settled.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });
await asAdmin(
  services.postgres.adminUrl,
  (sql) => sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`,
);
const environment = environmentOn(services, {
  // A rebuild comes later than the server knows ids for: here, too.
  NATS_DUPLICATE_WINDOW_MS: "100",
});
const log = await openLog(environment);
const silent = pino({ level: "silent" });
const start = () => startStream(environment, silent);
let running = await start();
const database = new Database(environment.DATABASE_URL);
afterAll(async () => {
  await running.stop();
  await database.close();
  await log.close();
});

const parts = { manager: log.manager, client: log.client, database, log: silent };
const maker = new EventMaker();
const view = () => maker.make({ type: "view", visitorId: "anna", itemId: "lamp" });
const { subject } = messageOf(view());
const put = async (text: string) => (await log.client.publish(subject, text)).seq;

/** What letters are about, by its place on EVENTS, the oldest letter first. */
async function sources(): Promise<number[]> {
  const { letters } = await listLetters(parts, { shop: "demo", page: 1 });
  return letters.map(({ source }) => Number(source)).reverse();
}

test("letters that were dealt with stay away when Redis is lost and the log is read again", async () => {
  await log.publish([view()]);
  const [discarded, replayed, waiting] = [await put("{rubbish"), await put("{a"), await put("{b")];
  await log.applied(await log.publish([view()]));
  expect(await sources()).toEqual([discarded, replayed, waiting]);
  await workOnLetters(parts, { shop: "demo", action: "discard", q: "rubbish" });
  await workOnLetters(parts, { shop: "demo", action: "replay", q: "{a" });
  const last = await log.publish([view()]);
  await log.applied(last);
  const again = last - 1;
  expect(await sources()).toEqual([waiting, again]);

  await running.stop();
  await log.redis.flushall();
  running = await start();
  await log.applied(last);
  // What waits for a person is told twice rather than never; that it is shows that ids are forgotten.
  expect(await sources()).toEqual([waiting, again, waiting, again]);
  const stats = keys.productStats("demo", "lamp", partitionOf("anna"));
  expect(await log.redis.hget(stats, "total_views")).toBe("3");

  const failed = { sequence: discarded, partition: 0, subject, reason: "it fails otherwise" };
  await publishDeadLetter(log.client, { ...failed, payload: Buffer.from("{rubbish") });
  expect((await sources()).at(-1)).toBe(discarded);
});

test("the mark comes first; where none can be written, letters are dealt with all the same", async () => {
  // No stream has this subject: it cannot be brought back there.
  const place = { sequence: 9_001, partition: 0, subject: "nowhere.demo.0.view" };
  const failure = { ...place, reason: "lost", payload: Buffer.from("{") };
  await publishDeadLetter(log.client, failure);
  const replayed = workOnLetters(parts, { shop: "demo", action: "replay", q: "lost" });
  await expect(replayed).rejects.toThrow();
  expect(await isSettled(log.client, failure)).toBe(true);
  expect(await sources()).toContain(failure.sequence);

  await log.manager.streams.delete(streams.settled);
  const waiting = await sources();
  const { done } = await workOnLetters(parts, { shop: "demo", action: "discard" });
  expect(done.map(({ source }) => Number(source))).toEqual(waiting);
  expect(await sources()).toEqual([]);
});
