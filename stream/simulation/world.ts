import { JetStreamApiError } from "@nats-io/jetstream";
import { type Random, randomFrom } from "@slipstream/algorithms/random";
import type { ShopEvent } from "@slipstream/contracts/events";
import { keys } from "@slipstream/contracts/keys";
import { pino } from "pino";
import { LearnFenceError } from "../publish/learn-publisher.ts";
import { FenceError } from "../redis/partition-fence.ts";
import { randomLog } from "../testing/events.ts";
import { ModelEvents } from "./model-events.ts";
import { type LearnFaults, ModelLearn } from "./model-learn.ts";
import { LeaseGone, ModelLeases } from "./model-leases.ts";
import { ModelRedis, type RedisFaults } from "./model-redis.ts";
import { SimulatedProcessor, type Stores } from "./processor.ts";
import { Actor, Scheduler, Torn } from "./scheduler.ts";

const MAX_STEPS = 20_000;
const log = pino({ level: "silent" });

/** One run of the simulation: the same plan runs the same way, step by step. */
export interface Plan {
  seed: number;
  events: number;
  visitors: number;
  processors: number;
  /** Crashes, pauses, lost leases and torn connections. */
  faults: number;
  /** Processors share the partitions; else one holds them all at a time. */
  shares: boolean;
  /** Promises that stores and processors break: to see the simulation notice. */
  broken?: RedisFaults & LearnFaults & { claimsFirst?: boolean; forgetsEarly?: boolean };
}

export interface Run {
  events: readonly ShopEvent[];
  stores: Stores;
  steps: number;
}

/** Everything stands still, and not all is applied. */
class Stuck extends Error {
  override readonly name = "Stuck";
  readonly code = "stuck";
}

/** Runs a plan until every event is applied and nothing moves any more. @throws Stuck */
export async function simulate(plan: Plan): Promise<Run> {
  const random = randomFrom([plan.seed]);
  const events = logOf(plan);
  const stores = openStores(events, plan.broken);
  const world = new World(plan, stores, random);
  const steps = await world.run();
  return { events, stores, steps };
}

/** The same events applied one by one by one processor that nothing disturbs: a plain fold. */
export async function fold(plan: Plan): Promise<Run> {
  const undisturbed = { ...plan, processors: 1, faults: 0, shares: false };
  const { broken: _, ...whole } = undisturbed;
  return simulate(whole);
}

function openStores(events: readonly ShopEvent[], broken: Plan["broken"]): Stores {
  const log = new ModelEvents(events);
  return {
    redis: new ModelRedis(broken),
    learn: new ModelLearn(broken),
    events: log,
    leases: new ModelLeases(log.partitions()),
  };
}

/** Events of a few visitors; hubs send some of them again, far outside any window. */
function logOf({ seed, events, visitors }: Plan): ShopEvent[] {
  const random = randomFrom([seed, 1]);
  const log: ShopEvent[] = [];
  for (const event of randomLog({ seed, events, visitors, items: 6 })) {
    log.push(event);
    const again = log[random.below(log.length)];
    if (again !== undefined && random.below(8) === 0) log.push(again);
  }
  return log;
}

class World {
  readonly #plan: Plan;
  readonly #stores: Stores;
  readonly #random: Random;
  readonly #scheduler: Scheduler;
  readonly #actors: Actor[] = [];
  #faultsLeft: number;
  #started = 0;
  #surprise: unknown;

  constructor(plan: Plan, stores: Stores, random: Random) {
    this.#plan = plan;
    this.#stores = stores;
    this.#random = random;
    this.#scheduler = new Scheduler(random);
    this.#faultsLeft = plan.faults;
  }

  async run(): Promise<number> {
    for (let count = 0; count < this.#plan.processors; count++) this.#start();
    // About evenly over the run: every event takes some calls, and their answers.
    const stepsPerFault = Math.max(2, (8 * this.#plan.events) / (this.#plan.faults + 1));
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      if (this.#faultsLeft > 0 && this.#random.below(Math.ceil(stepsPerFault)) === 0) {
        await this.#strike();
      }
      if (await this.#scheduler.step()) continue;
      if (this.#surprise !== undefined) throw this.#surprise;
      // Nothing moves: whoever was stopped goes on, and faults that are left come late.
      if (this.#recover() || this.#runOut()) continue;
      if (this.#faultsLeft > 0) await this.#strike();
      else if (this.#isDone()) return steps;
      else break;
    }
    throw new Stuck(`nothing moves at ${JSON.stringify([...this.#watermarks()])}`);
  }

  /** Something happens to somebody. */
  async #strike(): Promise<void> {
    this.#faultsLeft--;
    const { leases, events, learn } = this.#stores;
    const actor = this.#actors[this.#random.below(this.#actors.length)];
    if (actor === undefined) return;
    switch (this.#random.below(7)) {
      case 0:
        this.#scheduler.crash(actor);
        leases.expireOf(actor.name);
        this.#actors.splice(this.#actors.indexOf(actor), 1);
        this.#start();
        return;
      case 1:
        // Stopped for so long that its leases run out.
        actor.isPaused = true;
        leases.expireOf(actor.name);
        return;
      case 2:
        this.#recover();
        return;
      case 3:
        return this.#scheduler.tear(actor);
      case 4: {
        const partitions = events.partitions();
        const some = partitions[this.#random.below(partitions.length)];
        leases.expire(this.#plan.shares && some !== undefined ? [some] : partitions);
        return;
      }
      case 5:
        for (const partition of events.partitions()) events.redeliver(partition);
        return;
      default:
        learn.forgetIds();
    }
  }

  /** Who was stopped goes on; false when nobody was. */
  #recover(): boolean {
    const paused = this.#actors.filter(({ isPaused }) => isPaused);
    for (const actor of paused) actor.isPaused = false;
    return paused.length > 0;
  }

  /** Leases that nobody renews run out: their owner is no more. False when there are none. */
  #runOut(): boolean {
    const { leases } = this.#stores;
    const names = new Set(this.#actors.map(({ name }) => name));
    const orphaned = leases.owners().filter((owner) => !names.has(owner));
    for (const owner of orphaned) leases.expireOf(owner);
    return orphaned.length > 0;
  }

  #start(): void {
    const actor = new Actor(`processor-${++this.#started}`);
    this.#actors.push(actor);
    const { shares, broken } = this.#plan;
    const claimsFirst = broken?.claimsFirst === true;
    const forgetsEarly = broken?.forgetsEarly === true;
    const processor = new SimulatedProcessor({
      ...{ actor, shares, claimsFirst, forgetsEarly, log, stores: this.#stores },
      ...{ scheduler: this.#scheduler, random: this.#random },
      onFailure: (error) => {
        if (!isExpected(error)) this.#surprise ??= error;
      },
    });
    processor.run().catch((error: unknown) => {
      this.#surprise ??= error;
    });
  }

  #watermarks(): Map<number, number> {
    const { redis, events } = this.#stores;
    return new Map(
      events
        .partitions()
        .map((partition) => [
          partition,
          Number(redis.hash(keys.partition(partition)).get("watermark") ?? 0),
        ]),
    );
  }

  #isDone(): boolean {
    const reached = this.#watermarks();
    return this.#stores.events.messages.every(
      ({ seq, partition }) => seq <= (reached.get(partition) ?? 0),
    );
  }
}

/** What may end a processor's work: its memory is void, and it begins anew. */
function isExpected(error: unknown): boolean {
  return [Torn, LeaseGone, FenceError, LearnFenceError, JetStreamApiError].some(
    (kind) => error instanceof kind,
  );
}
