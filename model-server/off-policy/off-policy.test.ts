import { connect } from "@nats-io/transport-node";
import { type Random, randomFrom } from "@slipstream/algorithms/random";
import type { ServedMessage } from "@slipstream/contracts/served";
import { serveAnswers } from "@slipstream/dev/testing/archived-shop";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawnFrom, placeWithExploration } from "../diversify/explore.ts";
import { BLEND_COLUMN, rankColumns } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import { Rankers } from "../rank/rankers.ts";
import { rankingOf } from "../ranking.ts";
import { Database } from "../views/database.ts";
import { reportPolicies } from "./policy-watch.ts";

const LIMIT = 6;
const ITEMS = 18;
const ANSWERS = 2_500;
/** Of all answers: whose last card was seen. */
const SEEN = 0.8;

const services = await startTestServices({ nats: true, postgres: true });
const connection = await connect({ servers: services.nats.urls.url });
const database = new Database(services.postgres.appUrl);
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await connection.close();
  await database.close();
  await sql.end();
});

const width = rankColumns.length;
const [LIKING, CONTRARY, NOTHING] = [0, 1, 2];
const HOUR_MS = 3_600_000;

/** Answers by a blend that knows little; the first column has how likely a card is pressed. */
class Simulation {
  readonly messages: ServedMessage[] = [];
  readonly events: object[] = [];
  /** How often cards would have been pressed that a ranker by this column chooses; of those seen. */
  readonly truth = { liking: 0, contrary: 0, blend: 0 };
  seen = 0;
  pressed = 0;
  readonly #shop: string;
  readonly #random: Random;
  #sequence = 0;

  constructor(shop: string, seed: number) {
    this.#shop = shop;
    this.#random = randomFrom([seed]);
  }

  answer(version = "7"): void {
    const random = () => this.#random.unit();
    const liking = Float64Array.from({ length: ITEMS }, () => 0.5 * random() ** 2);
    const blend = Float64Array.from({ length: ITEMS }, (_, item) => liking[item]! + random());
    const ranking = rankingOf(blend);
    const options = { placement: "home_for_you", limit: LIMIT } as const;
    const placed = placeWithExploration(ranking, { ...options, explores: true, random });
    const pool = drawnFrom(ranking, options);
    const shown = placed.map(({ place }) => place);
    const row = (item: number, position: number, propensity: number) => {
      const values = new Float32Array(width);
      values[LIKING] = liking[item]!;
      values[CONTRARY] = -liking[item]!;
      values[rankColumns.indexOf(BLEND_COLUMN)] = blend[item]!;
      return { itemId: `i${item}`, position, score: blend[item]!, propensity, values };
    };
    const requestId = uuidv7();
    this.messages.push({
      ...{ requestId, placement: "home_for_you", visitorId: requestId, sessionId: "s" },
      ...{ servedAt: Date.now(), model: "linear-blend", modelVersion: version },
      features: [...rankColumns],
      rows: [
        ...placed.map(({ place, propensity }, position) => row(place, position, propensity)),
        ...pool
          .filter(({ place }) => !shown.includes(place))
          .map(({ place, propensity }) => row(place, -1, propensity)),
      ],
    });
    if (version !== "7" || random() >= SEEN) return;
    const last = shown.at(-1)!;
    const isPressed = random() < liking[last]!;
    this.seen++;
    this.pressed += Number(isPressed);
    const best = (scores: Float64Array, sign = 1) =>
      pool.reduce((top, each) =>
        sign * scores[each.place]! > sign * scores[top.place]! ? each : top,
      ).place;
    this.truth.liking += liking[best(liking)]!;
    this.truth.contrary += liking[best(liking, -1)]!;
    this.truth.blend += liking[best(blend)]!;
    this.#archive(requestId, `i${last}`, isPressed);
  }

  #archive(requestId: string, itemId: string, isPressed: boolean): void {
    // A cached page has shown it twice: the second view and what was pressed in it count no more.
    const views = [`${requestId}.0123456789ab`, `${requestId}.ba9876543210`];
    for (const [view, id] of views.entries()) {
      const lines = [{ itemId: "i0" }, { itemId }];
      this.events.push(this.#event("impression", id, { body: { lines } }));
      if (view > 0 || isPressed) this.events.push(this.#event("click", id, { item_id: itemId }));
    }
  }

  #event(type: string, requestId: string, more: object) {
    const now = new Date(Date.now() - HOUR_MS + this.#sequence);
    return {
      ...{ shop_id: this.#shop, id: uuidv7(), stream_sequence: ++this.#sequence, partition: 0 },
      ...{ type, visitor_id: requestId, session_id: "s", placement: "home_for_you" },
      ...{ request_id: requestId, occurred_at: now, received_at: now, body: {}, item_id: null },
      ...more,
    };
  }

  async publish(): Promise<void> {
    await serveAnswers(services.nats.urls.url, this.#shop, this.messages);
    for (let first = 0; first < this.events.length; first += 500) {
      await sql`insert into events ${sql(this.events.slice(first, first + 500) as never[])}`;
    }
  }
}

/** Scores rows by one column. */
function rankerBy(column: number, version: string): Ranker {
  return {
    ...{ name: "gbdt", version, features: rankColumns, knowsSession: true },
    score: ({ rows, values }) => Float64Array.from(rows, (_, at) => values[at * width + column]!),
    contributions: () => [],
  };
}

/** A shop with a champion and a version that an experiment names. */
function rankersOf(champion: Ranker, named: Ranker): Rankers {
  const staged = (model: Ranker, share: number) => {
    return { model, version: model.version, share, since: 0 };
  };
  return new Rankers({
    current: { model: champion },
    refresh: () => {},
    staged: (stage) => (stage === "champion" ? staged(champion, 1) : undefined),
    named: (version) => (version === named.version ? staged(named, 0) : undefined),
    tried: () => [named.version],
  });
}

const rankers = rankersOf(rankerBy(LIKING, "8"), rankerBy(CONTRARY, "9"));
const world = new Simulation("simulated", 1);

beforeAll(async () => {
  for (const shop of ["simulated", "few", "nobody"]) {
    await sql`insert into shops (id, name, hosts, currency) values (${shop}, ${shop}, '{}', 'GBP')`;
  }
  for (let answer = 0; answer < ANSWERS; answer++) world.answer();
  for (let answer = 0; answer < 50; answer++) world.answer("initial");
  const rail = { ...world.messages[0]!, requestId: "other", placement: "similar" };
  const certain = rail.rows.map((row) => ({ ...row, propensity: 1 }));
  world.messages.push({ ...rail, rows: certain.slice(0, LIMIT) });
  await world.publish();
}, 60_000);

test("what other rankers would have got is held by the intervals", async () => {
  const report = await reportPolicies({ shop: "simulated", rankers }, { connection, database });
  expect(report.seen).toBe(world.seen);
  expect(report.actual!.value).toBeCloseTo(world.pressed / world.seen, 10);
  expect(report.places).toEqual([
    { placement: "home_for_you", answers: ANSWERS + 50, drawn: ANSWERS + 50 },
    { placement: "similar", answers: 1, drawn: 0 },
  ]);
  const { liking, contrary, blend } = world.truth;
  const truths: Record<string, number> = { blend, 8: liking, 9: contrary };
  expect(report.policies.map(({ ranker, stage }) => [ranker, stage])).toEqual([
    ["blend", undefined],
    ["8", "champion"],
    ["9", "tried"],
  ]);
  for (const policy of report.policies) {
    expect(policy).toMatchObject({ impossible: 0 });
    if (policy.ranker === "9") continue;
    for (const estimate of [policy.ips!, policy.snips!, policy.robust!]) {
      const truth = truths[policy.ranker]! / world.seen;
      expect(estimate.low).toBeLessThan(truth);
      expect(estimate.high).toBeGreaterThan(truth);
    }
    expect(policy.effective).toBeLessThan(world.seen / 3);
  }
  // What the contrary one would show was hardly ever drawn.
  expect(report.policies[2]).toMatchObject({ ranker: "9", unknown: "little_overlap" });
  expect(report.policies[2]!.snips).toBeUndefined();
  expect(report.policies[1]!.snips!.low).toBeGreaterThan(report.actual!.value);
  const [row] = await sql`select report from model_reports where kind = 'policies'`;
  expect(row!.report).toEqual(JSON.parse(JSON.stringify(report)));
});

test("a ranker without an opinion chooses what was likeliest, not what was drawn", async () => {
  const shop = { shop: "simulated", rankers: rankersOf(rankerBy(NOTHING, "8"), rankerBy(0, "9")) };
  const { policies } = await reportPolicies(shop, { connection, database });
  const truth = world.truth.blend / world.seen;
  expect(policies[1]!.ips!.low).toBeLessThan(truth);
  expect(policies[1]!.ips!.high).toBeGreaterThan(truth);
});

test("says why it cannot say, of few draws, and of choices that had no chance", async () => {
  const few = new Simulation("few", 2);
  for (let answer = 0; answer < 100; answer++) few.answer();
  await few.publish();
  const young = await reportPolicies({ shop: "few", rankers }, { connection, database });
  expect(young.policies.map(({ unknown }) => unknown)).toEqual(Array(3).fill("few_draws"));
  expect(young.policies.every(({ snips }) => snips === undefined)).toBe(true);

  const blind = rankersOf(rankerBy(NOTHING, "8"), rankerBy(LIKING, "9"));
  blind.staged("champion")!.model.score = ({ rows }) =>
    new Float64Array(rows.length).fill(Number.NaN);
  const report = await reportPolicies(
    { shop: "simulated", rankers: blind },
    { connection, database },
  );
  expect(report.policies[1]).toMatchObject({ impossible: 1, unknown: "impossible" });
  expect(await reportPolicies({ shop: "nobody", rankers }, { connection, database })).toMatchObject(
    { seen: 0, places: [] },
  );
});

test("what was seen a moment ago does not count: its click may be on the way", async () => {
  await sql`update events set received_at = now() where shop_id = 'simulated'`;
  const report = await reportPolicies({ shop: "simulated", rankers }, { connection, database });
  expect(report.seen).toBe(0);
});
