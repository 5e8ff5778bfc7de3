import {
  decodeFactorRecord,
  decodeFactors,
  encodeFactorRecord,
  type FactorRecord,
} from "@slipstream/contracts/factors";
import { decodeSessionState } from "@slipstream/contracts/session-state";
import { decodeSteps } from "@slipstream/contracts/steps";
import { parseLearnSubject } from "@slipstream/contracts/subjects";
import type { ModelLearn } from "./model-learn.ts";
import type { ModelRedis } from "./model-redis.ts";

/** What is learnt from all partitions: it depends on their order, which several holders do not share. */
const LEARNT = /:(?:factors|reservoir|factor-homes)(?::|$)|:user:[^:]+:factor$/;

const FACTORS = /^[^:]+:factors:/;

/**
 * Every value of a Redis as text that compares, tokens aside. Without `learnt` what depends on the
 * order across partitions is left out.
 */
export function stateOf(redis: ModelRedis, { learnt }: { learnt: boolean }): Map<string, string> {
  const state = new Map<string, string>();
  for (const key of [...redis.values.keys()].sort()) {
    if (!learnt && LEARNT.test(key)) continue;
    const text = textOf(redis, key, learnt);
    if (text !== "") state.set(key, text);
  }
  return state;
}

function textOf(redis: ModelRedis, key: string, learnt: boolean): string {
  const value = redis.values.get(key);
  if (Buffer.isBuffer(value)) {
    if (learnt || !key.includes(":session:")) return value.toString("latin1");
    const { steps, recent } = decodeSessionState(value);
    return JSON.stringify({ steps, recent });
  }
  if (Array.isArray(value)) return value.map(String).join("\n");
  if (value instanceof Set) return [...value].sort().join("\n");
  return [...(value ?? new Map<string, unknown>())]
    .filter(([field]) => field !== "token" && !field.startsWith("learnt:"))
    .map(
      ([field, each]) =>
        `${field} = ${Buffer.isBuffer(each) ? each.toString("latin1") : String(each)}`,
    )
    .sort()
    .join("\n");
}

/** The steps of a visitor, in order, as a view reads them that skips what it has seen. */
export function stepsByVisitor(learn: ModelLearn): Map<string, string[]> {
  const seen = new Map<number, number>();
  const steps = new Map<string, string[]>();
  for (const { subject, data } of learn.entries) {
    const { kind, partition = 0 } = parseLearnSubject(subject) ?? {};
    if (kind !== "steps") continue;
    const before = seen.get(partition) ?? 0;
    for (const step of decodeSteps(data).steps) {
      // Lines of one event share its sequence: compare with what was seen before the message.
      if (step.eventSequence <= before) continue;
      seen.set(partition, Math.max(seen.get(partition) ?? 0, step.eventSequence));
      const { visitorId, eventSequence, itemId, type, quantity } = step;
      const own = steps.get(visitorId) ?? [];
      own.push(`${eventSequence} ${type} ${itemId} ${quantity}`);
      steps.set(visitorId, own);
    }
  }
  return steps;
}

/** The last factor of each item that LEARN tells: what a view ends with. */
export function factorsTold(learn: ModelLearn): Map<string, string> {
  const told = new Map<string, string>();
  for (const { subject, data } of learn.entries) {
    if (parseLearnSubject(subject)?.kind !== "factors") continue;
    for (const record of decodeFactors(data).records) {
      told.set(record.itemId, shown(record));
    }
  }
  return told;
}

/** The factor of each item that Redis has, where one home has them all. */
export function factorsKept(redis: ModelRedis): Map<string, string> {
  const kept = new Map<string, string>();
  for (const key of redis.values.keys()) {
    if (!FACTORS.test(key)) continue;
    for (const [itemId, bytes] of redis.hash(key)) {
      kept.set(itemId, shown(decodeFactorRecord(bytes)));
    }
  }
  return kept;
}

function shown(record: FactorRecord): string {
  const bits = Buffer.from(encodeFactorRecord(record)).toString("base64").slice(-24);
  return `version ${record.version}, ends with ${bits}`;
}
