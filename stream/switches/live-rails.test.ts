import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { announcementsSchema } from "@slipstream/contracts/announcements";
import { subjects } from "@slipstream/contracts/subjects";
import { encodeSwitches } from "@slipstream/contracts/switches";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { readEnvironment } from "../env.ts";
import { startStream } from "../start.ts";
import { EventMaker } from "../testing/events.ts";
import { LogClient, until } from "../testing/log-client.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });
/** Sessions that were announced, by the event that changed them. */
const announced = new Set<string>();
const edge = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  for (const { eventId } of announcementsSchema.parse(JSON.parse(body)).announcements) {
    announced.add(eventId);
  }
  response.writeHead(204).end();
});
await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
const environment = readEnvironment({
  DATABASE_URL: services.postgres.appUrl,
  REDIS_URL: services.redis.urls.url,
  NATS_URL: services.nats.urls.url,
  EDGE_URL: `http://127.0.0.1:${(edge.address() as AddressInfo).port}`,
  INTERNAL_SECRET: "a secret of the tests, long enough",
  STREAM_PORT: "0",
});
const log = await LogClient.open({
  natsUrl: environment.NATS_URL,
  redisUrl: environment.REDIS_URL,
});
const running = await startStream(environment, pino({ level: "silent" }));
afterAll(async () => {
  await running.stop();
  await log.close();
  edge.closeAllConnections();
  edge.close();
});

const shops = { switched: new EventMaker("one"), beside: new EventMaker("two") };

test("with live rails switched off nobody of that shop is announced; all is applied", async () => {
  const turn = (off: string[]) =>
    log.client.publish(subjects.switches("one"), encodeSwitches({ readAt: Date.now(), off }));
  let count = 0;
  /** Whether an event of the first shop was announced, once a later one of the second was. */
  const isTold = async () => {
    const number = String(++count).padStart(12, "0");
    const pair = [
      { maker: shops.switched, id: `01900000-0000-7000-a001-${number}` },
      { maker: shops.beside, id: `01900000-0000-7000-a002-${number}` },
    ].map(({ maker, id }) => ({
      ...maker.make({ type: "view", visitorId: "ben", itemId: "lamp", live: true }),
      id,
    }));
    await log.applied(await log.publish(pair));
    await until(async () => announced.has(pair[1]!.id));
    return announced.has(pair[0]!.id);
  };
  expect(await isTold()).toBe(true);
  await turn(["live_rails"]);
  await until(async () => !(await isTold()));
  await turn([]);
  await until(isTold);
});
