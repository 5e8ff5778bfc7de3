import { jetstream } from "@nats-io/jetstream";
import { encodeBlend } from "@slipstream/contracts/blend";
import { subjects } from "@slipstream/contracts/subjects";
import type { NatsLink } from "../nats-link.ts";
import type { ShopModel } from "../shop-model.ts";
import { Election } from "./election.ts";
import { type ExampleOutcome, type PredictedVisit, ShopBlend } from "./shop-blend.ts";
import { SpareTime } from "./spare-time.ts";

/** How often learnt weights are published at most. */
const PUBLISH_INTERVAL_MS = 1_000;
const PUBLISH_TIMEOUT_MS = 2_000;

export interface BlendLearningOptions {
  link: NatsLink;
  models: () => Iterable<ShopModel>;
  onOutcome: (shop: string, outcome: ExampleOutcome) => void;
  /** Told of each visit that was predicted before anything learnt it. */
  onPredicted?: (model: ShopModel, visit: PredictedVisit) => void;
  onError: (error: unknown) => void;
  /** Whether LEARN is followed: everything that it had is known. */
  isReady: () => boolean;
  /** Takes time of the thread for a piece of work, or says that there is none. */
  spare?: (work: () => void) => boolean;
}

/**
 * While this server is the elected one it learns the blends of all shops and publishes them, once a
 * second at most, for all servers to apply: itself too.
 */
export class BlendLearning {
  readonly #options: BlendLearningOptions;
  readonly #election: Election;
  readonly #spare: (work: () => void) => boolean;
  readonly #learners = new Map<ShopModel, ShopBlend>();
  readonly #timer: NodeJS.Timeout;
  #round: Promise<void> | undefined;

  constructor(options: BlendLearningOptions) {
    const { link, onError } = options;
    this.#options = options;
    this.#spare = options.spare ?? new SpareTime().take;
    this.#election = new Election({ connected: link.connected, office: "blend", onError });
    this.#timer = setInterval(() => {
      this.#round ??= this.#goRound()
        .catch(onError)
        .finally(() => {
          this.#round = undefined;
        });
    }, PUBLISH_INTERVAL_MS);
    this.#timer.unref();
  }

  get isElected(): boolean {
    return this.#election.isElected;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#dismiss([]);
    await this.#election.close();
  }

  async #goRound(): Promise<void> {
    // A learner begins with the weights that hold: not before LEARN has told of them.
    const teaches = this.#election.isElected && this.#options.isReady();
    const models = teaches ? [...this.#options.models()] : [];
    this.#dismiss(models);
    for (const model of models) {
      const learner = this.#learners.get(model) ?? this.#appoint(model);
      await this.#publish(model.shop, learner);
    }
  }

  #appoint(model: ShopModel): ShopBlend {
    const onOutcome = (outcome: ExampleOutcome) => this.#options.onOutcome(model.shop, outcome);
    const onPredicted = (visit: PredictedVisit) => this.#options.onPredicted?.(model, visit);
    const learner = new ShopBlend(model, { spare: this.#spare, onOutcome, onPredicted });
    this.#learners.set(model, learner);
    return learner;
  }

  /** Lets go of learners whose models serve no more, or that are no longer ours to teach. */
  #dismiss(serving: readonly ShopModel[]): void {
    for (const [model, learner] of this.#learners) {
      if (serving.includes(model)) continue;
      learner.close();
      this.#learners.delete(model);
    }
  }

  async #publish(shop: string, learner: ShopBlend): Promise<void> {
    const { link, onError } = this.#options;
    if (link.connection === undefined || !link.isUp) return;
    const message = learner.takeMessage();
    if (message === undefined) return;
    const options = { timeout: PUBLISH_TIMEOUT_MS };
    await jetstream(link.connection)
      .publish(subjects.blend(shop), encodeBlend(message), options)
      .catch(onError);
  }
}
