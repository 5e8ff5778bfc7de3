import type { Member } from "@slipstream/contracts/members";
import { nodeProcessOf } from "@slipstream/contracts/node-process";
import { type StreamStatus, streamStatusSchema } from "@slipstream/contracts/stream-status";
import type { NodeProcess } from "@slipstream/contracts/system-status";

const TIMEOUT_MS = 1_000;

/** Where a processor answers. */
export type ProcessorAddress = Pick<Member, "id" | "host" | "port">;

/** How processors do, as their own metrics tell; those that do not answer are left out. */
export async function readProcessors(
  processors: readonly ProcessorAddress[],
): Promise<NodeProcess[]> {
  const found = await Promise.all(processors.map(readProcessor));
  return found.filter((each) => each !== undefined);
}

async function readProcessor(member: ProcessorAddress): Promise<NodeProcess | undefined> {
  const startedAtMs = Date.now();
  try {
    const text = await (await ask(member, "/metrics")).text();
    const nowMs = Date.now();
    return nodeProcessOf({ name: member.id, text, pingMs: nowMs - startedAtMs, nowMs });
  } catch {
    return undefined;
  }
}

/**
 * What one processor tells, with the counts of all that live. How partitions and outboxes stand is
 * the same whoever is asked; counts since the start, and what was learnt, are each process's own.
 */
export async function withOthers(
  own: StreamStatus,
  others: readonly ProcessorAddress[],
): Promise<StreamStatus> {
  const told = await Promise.all(others.map(readStatus));
  return told.filter((each) => each !== undefined).reduce(added, own);
}

async function readStatus(member: ProcessorAddress): Promise<StreamStatus | undefined> {
  try {
    return streamStatusSchema.parse(await (await ask(member, "/status")).json());
  } catch {
    return undefined;
  }
}

function ask({ host, port }: ProcessorAddress, path: string): Promise<Response> {
  return fetch(`http://${host}:${port}${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
}

function added(sum: StreamStatus, other: StreamStatus): StreamStatus {
  const [mine, theirs] = [sum.totals, other.totals];
  return {
    ...sum,
    totals: {
      ...mine,
      applied: mine.applied + theirs.applied,
      duplicatesDropped: mine.duplicatesDropped + theirs.duplicatesDropped,
      deadLetters: mine.deadLetters + theirs.deadLetters,
      archived: mine.archived + theirs.archived,
      shedShare: Math.max(mine.shedShare, theirs.shedShare),
    },
    prequential: mostSeen([...sum.prequential, ...other.prequential]),
  };
}

/** Each learns from its own partitions: the one that has seen most speaks for the shop. */
function mostSeen(all: StreamStatus["prequential"]): StreamStatus["prequential"] {
  const best = new Map<string, StreamStatus["prequential"][number]>();
  for (const each of all) {
    if (each.samples >= (best.get(each.shop)?.samples ?? 0)) best.set(each.shop, each);
  }
  return [...best.values()];
}
