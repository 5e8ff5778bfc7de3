import type { Random } from "@slipstream/algorithms/random";

/** A process of the simulation. One that has crashed never hears anything again. */
export class Actor {
  readonly name: string;
  isAlive = true;
  /** Stopped, as by SIGSTOP: what it has sent arrives, what it is told waits. */
  isPaused = false;

  constructor(name: string) {
    this.name = name;
  }
}

/** The connection tore: what was sent may have arrived, or not. */
export class Torn extends Error {
  override readonly name = "Torn";
  readonly code = "torn";
}

interface Call {
  actor: Actor;
  /** Calls of one actor to one store arrive, and are answered, in order. */
  store: string;
  isReady: () => boolean;
  run: () => unknown;
  answer: (outcome: Outcome) => void;
  /** Set once it has arrived and was done. */
  outcome: Outcome | undefined;
}

type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown };

export interface CallOptions {
  actor: Actor;
  store: string;
  /** It arrives only once this is so: what waits for something to happen. */
  isReady?: () => boolean;
}

/**
 * The network between actors and stores: it decides which call arrives next, and which answer. All
 * that actors do between two calls takes no time.
 */
export class Scheduler {
  readonly #random: Random;
  #calls: Call[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Sends a call. Resolves, or rejects, when the scheduler lets it arrive and its answer too. */
  call<T>({ actor, store, isReady = () => true }: CallOptions, run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!actor.isAlive) return;
      const answer = (outcome: Outcome) => {
        if (!actor.isAlive) return;
        if (outcome.ok) resolve(outcome.value as T);
        else reject(outcome.error);
      };
      this.#calls.push({ actor, store, isReady, run, answer, outcome: undefined });
    });
  }

  /** Lets one call arrive, or one answer; false when nothing can. */
  async step(): Promise<boolean> {
    const movable = this.#movable();
    if (movable.length === 0) return false;
    const call = movable[this.#random.below(movable.length)]!;
    if (call.outcome === undefined) {
      call.outcome = outcomeOf(call.run);
      if (!call.actor.isAlive) this.#remove(call);
    } else {
      this.#remove(call);
      call.answer(call.outcome);
    }
    await actorsHaveDone();
    return true;
  }

  /** Ends an actor. What it had sent arrives later, or never. */
  crash(actor: Actor): void {
    actor.isAlive = false;
    const arrives = this.#random.below(2) === 0;
    this.#calls = this.#calls.filter(
      (call) => call.actor !== actor || (arrives && call.outcome === undefined),
    );
  }

  /** Tears the connections of an actor: each call fails, done or not. */
  async tear(actor: Actor): Promise<void> {
    for (const call of this.#calls.filter((each) => each.actor === actor)) {
      if (call.outcome === undefined && call.isReady() && this.#random.below(2) === 0) {
        call.outcome = outcomeOf(call.run);
      }
      this.#remove(call);
      call.answer({ ok: false, error: new Torn(`${call.store} does not answer ${actor.name}`) });
    }
    await actorsHaveDone();
  }

  #remove(call: Call): void {
    this.#calls.splice(this.#calls.indexOf(call), 1);
  }

  #movable(): Call[] {
    const first = new Map<string, Call>();
    for (const call of this.#calls) {
      const { name } = call.actor;
      const kind = call.outcome === undefined ? "call" : "answer";
      const line = `${name}/${call.store}/${kind}`;
      if (!first.has(line)) first.set(line, call);
    }
    return [...first.values()].filter(({ actor, outcome, isReady }) =>
      outcome === undefined ? isReady() : !actor.isPaused,
    );
  }
}

function outcomeOf(run: () => unknown): Outcome {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** Everything that actors do without waiting for a store is done. */
function actorsHaveDone(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
