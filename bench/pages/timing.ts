import type { Agent } from "node:http";
import { httpRequest } from "../http-client.ts";

/** A page to time. `expect` is what `x-slipstream-cache` must say, where it matters. */
export interface TimedPage {
  name: string;
  /** The address of the n-th request. */
  url: (count: number) => string;
  expect?: "hit" | "miss";
}

/**
 * Times to first byte, in turn over the pages so that whatever slows the machine slows all alike.
 * An answer that is not 200, or not from where it should be, fails the measurement.
 */
export async function timeToFirstByte(options: {
  pages: readonly TimedPage[];
  requests: number;
  agent: Agent;
}): Promise<Map<string, number[]>> {
  const times = new Map(options.pages.map(({ name }) => [name, [] as number[]]));
  for (let count = 0; count < options.requests; count++) {
    for (const page of options.pages) {
      const url = page.url(count);
      const { status, headers, firstByteMs } = await httpRequest({ url, agent: options.agent });
      const state = headers["x-slipstream-cache"];
      // A page that has become old is served all the same while it is made anew.
      const asExpected =
        page.expect === undefined ||
        state === page.expect ||
        (page.expect === "hit" && state === "stale");
      if (status !== 200 || !asExpected) {
        throw new Error(`${url} answered ${status}, cache ${state}; expected ${page.expect}`);
      }
      times.get(page.name)!.push(firstByteMs);
    }
  }
  return times;
}

/** Requests a second that so many connections get through, each asking again at once. */
export async function requestsPerSecond(options: {
  url: string;
  agent: Agent;
  connections: number;
  seconds: number;
}): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  let answered = 0;
  const connection = async () => {
    while (performance.now() < endsAt) {
      const { status } = await httpRequest(options);
      if (status !== 200) throw new Error(`${options.url} answered ${status}`);
      answered++;
    }
  };
  await Promise.all(Array.from({ length: options.connections }, connection));
  return answered / ((performance.now() - startedAt) / 1000);
}
