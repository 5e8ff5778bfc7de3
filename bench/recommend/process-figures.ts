import { readFileSync } from "node:fs";

/** Linux counts time in ticks of 10 ms wherever it shows it to programs. */
const MS_PER_TICK = 10;
const BYTES_PER_KB = 1024;

/** Processor time of all threads of a process so far, milliseconds, in user and kernel mode. */
export function cpuMsOf(pid: number): number {
  return cpuMsIn(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** Memory of a process that is in RAM, bytes. */
export function residentBytesOf(pid: number): number {
  return residentBytesIn(readFileSync(`/proc/${pid}/status`, "utf8"));
}

/** Reads `/proc/PID/stat` (proc(5)): fields 14 and 15; the name, field 2, may have spaces in it. */
export function cpuMsIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return MS_PER_TICK * (Number(fields[11]) + Number(fields[12]));
}

/** Reads `/proc/PID/status`. */
export function residentBytesIn(status: string): number {
  return BYTES_PER_KB * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}
