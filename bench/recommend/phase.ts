import { openLoop, type Sample } from "./open-loop.ts";
import { cpuMsOf } from "./process-figures.ts";
import type { Server } from "./servers.ts";

/** What a server did for some seconds at one rate. */
export interface Phase {
  samples: readonly Sample[];
  answers: readonly Buffer[];
  /** Processor time of the server's process, all threads, per request. */
  cpuMsPerRequest: number;
}

/** One server at one rate, measured once that rate has been going on for a while. */
export async function measurePhase(
  server: Server,
  options: { ratePerSecond: number; seconds: number; warmUpSeconds: number },
): Promise<Phase> {
  const { ratePerSecond, seconds, warmUpSeconds } = options;
  await openLoop({ ratePerSecond, seconds: warmUpSeconds, ask: server.ask });
  const answers: Buffer[] = [];
  const cpuMs = cpuMsOf(server.pid);
  const samples = await openLoop({
    ratePerSecond,
    seconds,
    ask: async (number) => {
      answers[number] = await server.ask(number);
    },
  });
  return { samples, answers, cpuMsPerRequest: (cpuMsOf(server.pid) - cpuMs) / samples.length };
}
