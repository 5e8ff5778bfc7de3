import { SharedFactors } from "@slipstream/algorithms/components/shared-factors";
import { OnlineFactorization } from "@slipstream/algorithms/online-mf";
import type { FactorRecord } from "@slipstream/contracts/factors";
import { stableHash } from "@slipstream/contracts/partition";
import type { Positive } from "./stream.ts";
import type { Way } from "./ways.ts";
import { Worker } from "./worker.ts";

/** Several learners that share a stream's visitors among them, in one of the ways there are. */
export interface Cohort {
  /** Rank of the item before it is learnt, as whoever serves would have it. */
  rank(positive: Positive): number;
  learn(positive: Positive, sequence: number): void;
  /** The learners hear of each other: nothing passes between them but here. */
  exchange(): void;
}

interface CohortOptions {
  dims: number;
  learners: number;
  replays: number;
}

export const cohorts: Record<Way, (options: CohortOptions) => Cohort> = {
  sum: summed,
  mean: averaged,
  split: splitByItem,
  alone: (options) => ({ ...averaged(options), exchange: () => undefined }),
};

/** Components that add up: what the processors do. */
function summed({ dims, learners, replays }: CohortOptions): Cohort {
  const shared = Array.from(
    { length: learners },
    (_, home) => new SharedFactors({ dims, home, isHeld: (each) => each === home }),
  );
  const workers = shared.map(({ model }) => new Worker(model, { replays }));
  let stamp = 0;
  return {
    ...byVisitor(workers),
    exchange: () => {
      for (const sender of shared) {
        const { records, absorbed } = sender.takeOwn();
        const message = { home: sender.home, stamp: ++stamp, absorbed, records: records.map(copy) };
        for (const receiver of shared) receiver.receive(message);
      }
      for (const receiver of shared) receiver.merge();
    },
  };
}

/** Local SGD: everybody learns alone and all take the mean of those that moved an item. */
function averaged({ dims, learners, replays }: CohortOptions): Cohort {
  const models = Array.from({ length: learners }, () => new OnlineFactorization(dims));
  const workers = models.map((model) => new Worker(model, { replays }));
  return {
    ...byVisitor(workers),
    exchange: () => {
      const moved = new Map<string, FactorRecord[]>();
      for (const model of models) {
        for (const record of model.touched()) {
          const all = moved.get(record.itemId) ?? [];
          moved.set(record.itemId, [...all, copy(record)]);
        }
        model.clearTouched();
      }
      for (const records of moved.values()) {
        const mean = meanOf(records);
        for (const model of models) model.adopt(mean);
      }
    },
  };
}

/** Splitting: an item lives with one learner, who sees those events of a visitor that are his. */
function splitByItem({ dims, learners, replays }: CohortOptions): Cohort {
  const workers = Array.from(
    { length: learners },
    () => new Worker(new OnlineFactorization(dims), { replays }),
  );
  const ownerOf = (itemId: string) => stableHash(`item ${itemId}`) % learners;
  return {
    rank: (positive) => {
      const own = workers[ownerOf(positive.itemId)]!;
      const rank = own.rank(positive);
      const score = own.model.scoreItem(positive.itemId) ?? Number.NEGATIVE_INFINITY;
      const others = workers.filter((worker) => worker !== own);
      return others.reduce((sum, worker) => sum + countAbove(worker, positive, score), rank);
    },
    learn: (positive, sequence) => workers[ownerOf(positive.itemId)]!.learn(positive, sequence),
    exchange: () => undefined,
  };
}

function countAbove({ model }: Worker, positive: Positive, score: number): number {
  const scores = new Float64Array(model.rowCount);
  model.aim(new Float32Array(model.dims), positive.history);
  model.scoreAimed(scores);
  return scores.filter((other) => other >= score).length;
}

function byVisitor(workers: readonly Worker[]): Pick<Cohort, "rank" | "learn"> {
  const workerOf = ({ visitorId }: Positive) => workers[stableHash(visitorId) % workers.length]!;
  return {
    rank: (positive) => workerOf(positive).rank(positive),
    learn: (positive, sequence) => workerOf(positive).learn(positive, sequence),
  };
}

function copy(record: FactorRecord): FactorRecord {
  return { ...record, input: record.input.slice(), output: record.output.slice() };
}

function meanOf(records: readonly FactorRecord[]): FactorRecord {
  const mean = copy(records[0]!);
  const meanAt = (values: readonly Float32Array[], d: number) =>
    values.reduce((sum, each) => sum + each[d]!, 0) / values.length;
  for (let d = 0; d < mean.input.length; d++) {
    mean.input[d] = meanAt(
      records.map(({ input }) => input),
      d,
    );
    mean.output[d] = meanAt(
      records.map(({ output }) => output),
      d,
    );
  }
  mean.bias = records.reduce((sum, { bias }) => sum + bias, 0) / records.length;
  mean.popularity = Math.max(...records.map(({ popularity }) => popularity));
  return mean;
}
