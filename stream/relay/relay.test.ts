import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { decodeCatalogue } from "@slipstream/contracts/catalogue";
import type { ServerEvent } from "@slipstream/contracts/events";
import { decodeRules } from "@slipstream/contracts/merchandising";
import { decodeModelsChanged } from "@slipstream/contracts/models-changed";
import { OUTBOX_PATH, outboxBatchSchema } from "@slipstream/contracts/outbox";
import { verifyBody } from "@slipstream/contracts/signature";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { decodeSwitches } from "@slipstream/contracts/switches";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Database } from "../archive/database.ts";
import { deadLetterHeaders } from "../publish/dead-letters.ts";
import { eventId } from "../testing/events.ts";
import { LogClient, until } from "../testing/log-client.ts";
import { Relay } from "./relay.ts";

const SECRET = "a secret of the tests, long enough";
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const log = await LogClient.open({
  natsUrl: services.nats.urls.url,
  redisUrl: services.redis.urls.url,
});

/** What the edge took, in order; it refuses for ever what is about `poison`. */
let taken: { shop: string; event: ServerEvent }[] = [];
let answer = 202;
const edge = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const signature = request.headers[SIGNATURE_HEADER] as string;
  const genuine = await verifyBody({ secret: SECRET, body, signature, nowMs: Date.now() });
  if (!genuine || request.url !== OUTBOX_PATH) return response.writeHead(401).end();
  if (answer !== 202) return response.writeHead(answer).end();
  const { shop, events } = outboxBatchSchema.parse(JSON.parse(body));
  if (events.some(({ itemId }) => itemId === "poison")) return response.writeHead(422).end();
  for (const event of events) taken.push({ shop, event });
  return response.writeHead(202).end();
});
await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
const edgeUrl = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;

const database = new Database(services.postgres.appUrl);
const relay = new Relay({
  database,
  client: log.client,
  edge: { url: edgeUrl, secret: SECRET },
  erase: async () => ({ done: 0, more: false }),
  log: pino({ level: "silent" }),
});
const owner = <T>(work: Parameters<typeof asAdmin<T>>[1]) =>
  asAdmin(services.postgres.adminUrl, work);
await owner(async (sql) => {
  for (const shop of ["demo", "other"]) {
    await sql`insert into shops (id, name, hosts, currency) values (${shop}, ${shop}, array[${shop}], 'EUR')`;
    await sql`insert into categories (shop_id, slug, name, tint) values (${shop}, 'home', 'Home', 'sand')`;
    await sql`insert into categories (shop_id, slug, name, tint, parent_slug)
      values (${shop}, 'lamps', 'Lamps', 'sand', 'home')`;
  }
});
relay.start();
afterAll(async () => {
  await relay.stop();
  await database.close();
  await log.close();
  edge.closeAllConnections();
  edge.close();
});
beforeEach(() => {
  taken = [];
  answer = 202;
});

/** Writes facts as the edge does, in one transaction. */
function writeFacts(shop: string, facts: object[]): Promise<void> {
  return owner(async (sql) => {
    await sql.begin(async (transaction) => {
      for (const payload of facts) {
        await transaction`insert into outbox (shop_id, kind, payload)
          values (${shop}, 'event', ${transaction.json(payload as never)})`;
      }
    });
  });
}

function writeChange(shop: string, kind: string, payload: object): Promise<void> {
  return owner(async (sql) => {
    await sql`insert into outbox (shop_id, kind, payload)
      values (${shop}, ${kind}, ${sql.json(payload as never)})`;
  });
}

const fact = (number: number, itemId = "lamp") => ({
  ...{ id: eventId(number), type: "add_to_cart", visitorId: "anna", itemId },
  occurredAt: Date.now(),
});

function waiting(): Promise<number> {
  return owner(async (sql) => {
    const [row] = await sql`select count(*)::int as rows from outbox`;
    return Number(row?.rows);
  });
}

/** The last message on a subject of LEARN. */
async function last(subject: string): Promise<Uint8Array | undefined> {
  const found = await log.manager.streams.getMessage(streams.learn, { last_by_subj: subject });
  return found?.data;
}

test("facts come to the edge in the order of their writing, of each shop apart", async () => {
  const numbers = Array.from({ length: 700 }, (_, index) => index + 1);
  await writeFacts(
    "demo",
    numbers.map((number) => fact(number)),
  );
  await writeFacts("other", [{ ...fact(9001), untaught: true }]);
  await until(async () => (await waiting()) === 0);
  const ofDemo = taken.filter(({ shop }) => shop === "demo");
  expect(ofDemo.map(({ event }) => event.id)).toEqual(numbers.map(eventId));
  expect(taken.filter(({ shop }) => shop === "other")).toMatchObject([
    { event: { id: eventId(9001), untaught: true } },
  ]);
});

test("while the edge is away facts wait, changes go on, and nothing is lost", async () => {
  answer = 503;
  await writeFacts("demo", [fact(1001), fact(1002)]);
  await until(async () => relay.failure !== undefined);
  expect(relay.failure).toMatch(/503/);
  await writeChange("demo", "switches", {});
  await until(async () => (await last(subjects.switches("demo"))) !== undefined);
  // A change leaves the outbox a moment after it has gone out.
  await until(async () => (await relay.depth()) === 2);
  expect(relay.oldestAgeSeconds(Date.now())).toBeGreaterThan(0);
  answer = 202;
  await until(async () => (await waiting()) === 0);
  expect(taken.map(({ event }) => event.id)).toEqual([eventId(1001), eventId(1002)]);
  await until(async () => relay.failure === undefined);
});

test("what nobody can take goes to the DLQ with its reason, and the others go on", async () => {
  await writeFacts("demo", [
    fact(2001),
    fact(2002, "poison"),
    { ...fact(2003), rating: 77 },
    fact(2004),
    fact(2005),
  ]);
  await writeChange("demo", "gossip", { itemIds: [] });
  await until(async () => (await waiting()) === 0);
  expect(taken.map(({ event }) => event.id)).toEqual([2001, 2004, 2005].map(eventId));
  await until(async () => relay.figures.deadLetters === 3);
  const reasons: string[] = [];
  for (let seq = 1; seq <= 3; seq++) {
    const letter = await log.manager.streams.getMessage(streams.dlq, { seq });
    expect(letter!.subject).toBe(subjects.deadLetterOfOutbox);
    reasons.push(letter!.header.get(deadLetterHeaders.reason));
  }
  expect(reasons.join("\n")).toMatch(/422/);
  expect(reasons.join("\n")).toMatch(/no kind gossip/);
});

test("a changed product is told as it is now: keywords, path, stock; a gone one as deleted", async () => {
  await owner(async (sql) => {
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency, attributes, brand)
      values ('demo', 'lamp', 'lamp', 'Lamp', 'lamps', 1000, 'EUR',
        ${sql.json({ Material: "oak", Width: "42 cm" })}, 'Ida')`;
    await sql`insert into variants (shop_id, sku, product_id, price_minor) values ('demo', 'lamp-1', 'lamp', 1000)`;
    await sql`insert into inventory (shop_id, sku, on_hand, reserved) values ('demo', 'lamp-1', 2, 2)`;
  });
  await writeChange("demo", "catalogue", { itemIds: ["lamp", "nothing"] });
  await until(async () => (await last(subjects.catalogue("demo"))) !== undefined);
  const { items } = decodeCatalogue((await last(subjects.catalogue("demo")))!);
  expect(items[0]).toMatchObject({
    itemId: "lamp",
    title: "Lamp",
    categories: ["lamps", "home"],
    brand: "Ida",
    keywords: ["oak"],
    priceMinor: 1000,
    status: "published",
    inStock: false,
  });
  expect(items[1]).toMatchObject({ itemId: "nothing", status: "deleted" });
  expect(await last(subjects.catalogue("other"))).toBeUndefined();
});

test("a product that its change could not mark is marked once nobody else holds it", async () => {
  const versionOf = () =>
    owner(async (sql) => {
      const [row] = await sql`
        select version, updated_at > now() - interval '1 minute' as fresh
        from products where shop_id = 'demo' and id = 'lamp'`;
      return row;
    });
  await owner(async (sql) => {
    await sql`update products set updated_at = now() - interval '1 day' where id = 'lamp'`;
    await sql.begin(async (transaction) => {
      await transaction`select from products where id = 'lamp' for update`;
      await writeChange("demo", "catalogue", { itemIds: ["lamp"], touch: true });
      await until(async () => {
        const waits = await transaction`select from pg_locks where not granted`;
        return waits.length > 0;
      });
    });
  });
  await until(async () => (await waiting()) === 0);
  expect(await versionOf()).toEqual({ version: 2, fresh: true });
});

test("rules and switches go out whole, those that do not fit left out", async () => {
  const id = eventId(1);
  await owner(async (sql) => {
    await sql`insert into merchandising_rules (id, shop_id, name, kind, target, placements, position)
      values (${id}, 'demo', 'First', 'pin', ${sql.json({ itemIds: ["lamp"] })}, array['home_for_you'], 0)`;
    await sql`insert into merchandising_rules (id, shop_id, name, kind, target, strength)
      values (${eventId(2)}, 'demo', 'Bad', 'boost', ${sql.json({})}, -7)`;
    await sql`insert into merchandising_rules (id, shop_id, name, kind, target, active)
      values (${eventId(3)}, 'demo', 'Off', 'exclude', ${sql.json({ brand: "Ida" })}, false)`;
    await sql`insert into switches (shop_id, name, enabled) values ('demo', 'learning', false)`;
    await sql`insert into switches (shop_id, name, enabled) values ('other', 'exploration', false)`;
  });
  await writeChange("demo", "rules", {});
  await writeChange("demo", "switches", {});
  await until(async () => (await waiting()) === 0);
  const { rules } = decodeRules((await last(subjects.rules("demo")))!);
  expect(rules).toEqual([
    {
      ...{ id, name: "First", kind: "pin", position: 0 },
      ...{ target: { itemIds: ["lamp"] }, placements: ["home_for_you"] },
    },
  ]);
  const { off } = decodeSwitches((await last(subjects.switches("demo")))!);
  expect(off).toEqual(["learning"]);
});

test("a changed stage of a model is told to the model servers", async () => {
  await writeChange("demo", "models", {});
  await until(async () => (await waiting()) === 0);
  expect(() => decodeModelsChanged(new Uint8Array())).toThrow();
  decodeModelsChanged((await last(subjects.models("demo")))!);
  expect(await last(subjects.models("other"))).toBeUndefined();
});
