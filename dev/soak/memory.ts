import { readFileSync } from "node:fs";
import { treeOf } from "../chaos/process-tree.ts";

const KIB_PER_MIB = 1024;

type Parts = ReadonlyMap<string, { pid: number | undefined }>;
/** What of a system is looked at. */
interface Watched {
  children: Parts;
  services: Parts;
}

/** Memory of each part over a run, in MiB, part by part. */
export class MemoryLog {
  readonly samples = new Map<string, number[]>();

  /** Looks at every process of a system; one that is being started again is left out this time. */
  look({ children, services }: Watched): void {
    for (const [name, { pid }] of [...children, ...services]) {
      if (pid === undefined) continue;
      this.samples.set(name, [...(this.samples.get(name) ?? []), residentMib(pid)]);
    }
  }
}

/**
 * Growth in percent from the second quarter of a run, when all is warm, to its last. Undefined for
 * fewer than four samples.
 */
export function growthPercent(samples: readonly number[]): number | undefined {
  const quarter = Math.floor(samples.length / 4);
  if (quarter === 0) return undefined;
  const before = mean(samples.slice(quarter, 2 * quarter));
  return (100 * (mean(samples.slice(-quarter)) - before)) / before;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A process and all that it started. What they share (PostgreSQL's buffers) counts once. */
function residentMib(pid: number): number {
  return treeOf(pid).reduce((sum, member) => sum + proportionalKib(member), 0) / KIB_PER_MIB;
}

function proportionalKib(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0; // It has ended meanwhile.
  }
}
