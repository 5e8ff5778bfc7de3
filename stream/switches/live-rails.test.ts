import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, createServer as createGate } from "node:net";
import { ANNOUNCE_PATH, announcementsSchema } from "@slipstream/contracts/announcements";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { encodeSwitches } from "@slipstream/contracts/switches";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { Database } from "../archive/database.ts";
import { startStream } from "../start.ts";
import { environmentOn, openLog } from "../testing/environment.ts";
import { EventMaker } from "../testing/events.ts";
import { until } from "../testing/log-client.ts";
import { SwitchView } from "./switch-view.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });
/** Sessions that were announced, by the event that changed them. */
const announced = new Set<string>();
const edge = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  // The sampler asks for the hubs' figures, too, each ten seconds.
  if (request.url === ANNOUNCE_PATH) {
    for (const { eventId } of announcementsSchema.parse(JSON.parse(body)).announcements) {
      announced.add(eventId);
    }
  }
  response.writeHead(204).end();
});
await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
const environment = environmentOn(services, {
  EDGE_URL: `http://127.0.0.1:${(edge.address() as AddressInfo).port}`,
  INTERNAL_SECRET: "a secret of the tests, long enough",
});
const log = await openLog(environment);
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

test("with learning switched off events of that shop move no factor; those of others do", async () => {
  const manager = await log.client.jetstreamManager();
  const told = async (shop: string) => {
    const filter = { subjects_filter: `learn.${shop}.factors.>` };
    const { state } = await manager.streams.info(streams.learn, filter);
    return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
  };
  let count = 0;
  /** Which of the two shops told new factors of a view each. */
  const learnt = async () => {
    const before = [await told("one"), await told("two")];
    const number = String(++count).padStart(12, "0");
    const pair = [shops.switched, shops.beside].map((maker, at) => ({
      ...maker.make({ type: "view", visitorId: `eva-${count}`, itemId: "lamp" }),
      id: `01900000-0000-7000-a10${at}-${number}`,
    }));
    await log.applied(await log.publish(pair));
    await until(async () => (await told("two")) > before[1]!);
    return (await told("one")) > before[0]!;
  };
  const turn = (off: string[]) =>
    log.client.publish(subjects.switches("one"), encodeSwitches({ readAt: Date.now(), off }));
  await until(learnt);
  await turn(["learning"]);
  await until(async () => !(await learnt()));
  expect(await learnt()).toBe(false);
  await turn([]);
  await until(learnt);
});

test("while PostgreSQL is away what was told last holds; once it is back, what it says", async () => {
  const database = new URL(services.postgres.appUrl);
  const target = { host: database.hostname, port: Number(database.port) };
  const gate = createGate((socket) => {
    const through = connect(target);
    socket.pipe(through).pipe(socket);
    for (const end of [socket, through]) end.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
  const { port } = gate.address() as AddressInfo;
  await new Promise((resolve) => gate.close(resolve));
  database.port = String(port);
  const off = ["learning", "exploration"];
  await log.client.publish(subjects.switches("one"), encodeSwitches({ readAt: 1, off }));
  const view = new SwitchView({
    database: new Database(database.href),
    log: pino({ level: "silent" }),
  });
  await view.follow(log.client);
  await view.ensure(["one", "two"]);
  expect(view.isOn("one", "learning")).toBe(false);
  expect(view.isOn("one", "live_rails")).toBe(true);
  expect(view.isOn("two", "learning")).toBe(true);
  await new Promise<void>((resolve) => gate.listen(port, "127.0.0.1", resolve));
  // The database has them all on: it is newer than what was told.
  await until(async () => view.isOn("one", "learning"));
  await view.stop();
  gate.close();
});
