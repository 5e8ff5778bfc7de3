import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { randomFrom } from "@slipstream/algorithms/random";
import { LEAST_LIKED_STARS } from "@slipstream/contracts/event-types";
import { itemsOf } from "@slipstream/contracts/events";
import { decodeSteps } from "@slipstream/contracts/steps";
import { parseLearnSubject, streams } from "@slipstream/contracts/subjects";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { expect, test } from "vitest";
import { randomLog } from "./testing/events.ts";
import { LogClient, until } from "./testing/log-client.ts";
import { redisContents } from "./testing/redis-contents.ts";

const EVENTS = 4_000;
const KILLS = 5;
const LEASE_TTL_MS = 800;
const log = randomLog({ seed: 11, events: EVENTS, visitors: 150, items: 120 });
const killed = await startTestServices({ postgres: true, redis: true, nats: true });
const undisturbed = await startTestServices({ postgres: true, redis: true, nats: true });

type Services = typeof killed;

function startProcessor({ postgres, redis, nats }: Services): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: postgres.appUrl,
      REDIS_URL: redis.urls.url,
      NATS_URL: nats.urls.url,
      STREAM_PORT: "0",
      LEASE_TTL_MS: String(LEASE_TTL_MS),
      LEARN_REPLAYS: "2",
      TURN_EVENTS: "48",
      LOG_LEVEL: "error",
    },
  });
}

async function stop(processor: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(processor, "exit");
  processor.kill(signal);
  await exited;
}

function openLog({ redis, nats }: Services): Promise<LogClient> {
  return LogClient.open({ natsUrl: nats.urls.url, redisUrl: redis.urls.url });
}

function archivedIds(services: Services): Promise<string[]> {
  return asAdmin(services.postgres.adminUrl, async (sql) => {
    const rows = await sql`select id from events order by stream_sequence`;
    return rows.map((row) => row.id as string);
  });
}

async function runUndisturbed(): Promise<Map<string, string>> {
  const client = await openLog(undisturbed);
  const processor = startProcessor(undisturbed);
  await client.applied(await client.publish(log));
  await stop(processor, "SIGTERM");
  expect(processor.exitCode).toBe(0);
  const contents = await redisContents(client.redis);
  await client.close();
  return contents;
}

/**
 * Starts one once the entry and the leases of the one before have run out, so that it takes all at
 * once: what it learns lies under the lowest of the partitions that it begins with.
 */
async function startNext(): Promise<ChildProcess> {
  await sleep(2 * LEASE_TTL_MS);
  return startProcessor(killed);
}

/**
 * Kills processors at seeded places while they are in the middle of the log. The second one is only
 * stopped, loses its leases to the third, and goes on when that one is killed in its turn. There are
 * never two at work, whose factors would be right, and other bits.
 */
async function runKilled(client: LogClient): Promise<void> {
  const random = randomFrom([5]);
  let zombie: ChildProcess | undefined;
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await client.watermark();
    const processor = await startNext();
    const place = before + 1 + random.below(EVENTS / KILLS / 2);
    await until(async () => (await client.watermark()) >= place, 1);
    if (kill === 1) {
      processor.kill("SIGSTOP");
      zombie = processor;
      continue;
    }
    zombie?.kill("SIGCONT");
    await stop(processor, "SIGKILL");
    if (zombie === undefined) continue;
    const left = await client.watermark();
    await until(async () => (await client.watermark()) > left, 1);
    await stop(zombie, "SIGKILL");
    zombie = undefined;
  }
  expect(await client.watermark()).toBeLessThan(EVENTS);
}

test("killed in the middle again and again, the state is an uninterrupted run's, value by value", async () => {
  const expected = await runUndisturbed();
  const client = await openLog(killed);
  expect(await client.publish(log)).toBe(EVENTS);
  await runKilled(client);
  const processor = await startNext();
  await client.applied(EVENTS);
  await until(async () => (await archivedIds(killed)).length === EVENTS);
  await stop(processor, "SIGTERM");
  const contents = await redisContents(client.redis);
  expect(contents.size).toBeGreaterThan(1_000);
  expect([...contents.keys()]).toEqual([...expected.keys()]);
  for (const [name, value] of expected)
    expect(`${name} ${contents.get(name)}`).toBe(`${name} ${value}`);
  expect(await archivedIds(killed)).toEqual(log.map(({ id }) => id));
  expect(await distinctSteps(client)).toEqual(expectedSteps);
  await client.close();
}, 120_000);

/** Types of the log that leave a step, with what they are about; skipped returns left out below. */
const stepTypes = new Set([
  ...["view", "click", "add_to_cart", "purchase", "rating"],
  ...["hide", "unhide"],
]);
const expectedSteps = log.flatMap((event, index) =>
  stepTypes.has(event.type) && (event.rating ?? LEAST_LIKED_STARS) >= LEAST_LIKED_STARS
    ? [...new Set(itemsOf(event))].map((itemId) => `${index + 1} ${itemId}`)
    : [],
);

/** The steps on LEARN as a view reads them: none lost; what was sent twice has one sequence. */
async function distinctSteps(client: LogClient): Promise<string[]> {
  const { state } = await client.manager.streams.info(streams.learn);
  const steps = new Set<string>();
  const batches: { at: number; text: string }[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await client.manager.streams.getMessage(streams.learn, { seq });
    if (message === null || parseLearnSubject(message.subject)?.kind !== "steps") continue;
    for (const step of decodeSteps(message.data).steps) {
      const text = `${step.eventSequence} ${step.itemId}`;
      if (step.type === "return" || steps.has(text)) continue;
      steps.add(text);
      batches.push({ at: step.eventSequence, text });
    }
  }
  return batches.sort((a, b) => a.at - b.at).map(({ text }) => text);
}
