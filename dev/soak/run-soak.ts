import { startSystem } from "../supervisor/system.ts";
import type { System } from "../supervisor/system-options.ts";
import { awaitApplied, readOpsStatus } from "../traffic/await-applied.ts";
import { demoShoppers } from "../traffic/demo-shoppers.ts";
import { EdgeClient } from "../traffic/edge-client.ts";
import { type FigureRow, figureRow } from "../traffic/figures.ts";
import { Pace } from "../traffic/pace.ts";
import { EventSender } from "../traffic/sender.ts";
import { growthPercent, MemoryLog } from "./memory.ts";
import { again, Shopper } from "./shopper.ts";
import { Tally } from "./tally.ts";

const LOOK_MS = 1_000;
/** What each kind of person does, so often a second. */
const BROWSES_PER_SECOND = 2;
const SEARCHES_PER_SECOND = 2;
const PURCHASES_PER_SECOND = 0.5;
const GOAL_GROWTH_PERCENT = 10;
const GOAL_LAG_SECONDS = 5;
/** Code is compiled and caches are filled in the first minutes: shorter runs say nothing of leaks. */
const JUDGED_FROM_MINUTES = 10;
/** What is computed must not grow; stores grow with what they are given to keep. */
const FLAT = ["edge", "stream", "model-server"];
const MS_PER_SECOND = 1_000;

export interface SoakSettings {
  minutes: number;
  /** Events a second that are replayed. */
  rate: number;
  dataDir: string;
}

export interface SoakOutcome {
  rows: FigureRow[];
  /** What went wrong, in words, the first few. */
  examples: readonly string[];
}

/** Runs a system of its own under mixed load and tells how it fared. */
export async function runSoak(
  settings: SoakSettings,
  tell: (line: string) => void,
): Promise<SoakOutcome> {
  const tally = new Tally();
  const system = await startSystem({
    dataDir: settings.dataDir,
    port: 0,
    environment: {},
    logLevel: "warn",
    onProgress: (progress) => {
      if (progress.kind === "died") tally.wrong(progress.name, `died: ${progress.how}`);
    },
  });
  try {
    tell(`${system.urls.edge} for ${settings.minutes} minutes, ${settings.rate} events/s …`);
    return await soak(system, settings, tally);
  } finally {
    await system.stop();
  }
}

async function soak(system: System, settings: SoakSettings, tally: Tally): Promise<SoakOutcome> {
  const edgeUrl = system.urls.edge;
  const client = new EdgeClient({ edgeUrl, apiKey: system.apiKey });
  const shoppers = ["browse", "search", "buy"].map(
    (_, seed) => new Shopper({ edgeUrl, tally, seed }),
  );
  await Promise.all(shoppers.map((shopper) => shopper.enter()));
  const [browser, searcher, buyer] = shoppers as [Shopper, Shopper, Shopper];
  const stop = new AbortController();
  const { signal } = stop;
  const watch = new Watch(system, client, tally);
  const others = [
    again({ perSecond: BROWSES_PER_SECOND, signal }, () => browser.browse()),
    again({ perSecond: SEARCHES_PER_SECOND, signal }, () => searcher.search()),
    again({ perSecond: PURCHASES_PER_SECOND, signal }, () => buyer.buy()),
    again({ perSecond: MS_PER_SECOND / LOOK_MS, signal }, () => watch.look()),
  ];
  try {
    const accepted = await replay(system, settings, tally);
    stop.abort();
    await Promise.all(others);
    const settled = await awaitApplied({ client });
    if (!settled.done) tally.wrong("stream", `${settled.pending} events were never applied`);
    return {
      rows: rowsOf({ tally, watch, accepted, minutes: settings.minutes }),
      examples: tally.examples,
    };
  } finally {
    stop.abort();
    client.close();
  }
}

/** Sends simulated shoppers' events at the rate; answers how many were accepted. */
async function replay(system: System, settings: SoakSettings, tally: Tally): Promise<number> {
  const { rate: ratePerSecond, minutes } = settings;
  const sender = new EventSender({ edgeUrl: system.urls.edge, apiKey: system.apiKey });
  const endsAt = performance.now() + minutes * 60 * MS_PER_SECOND;
  const pace = new Pace({ ratePerSecond });
  try {
    sending: for await (const events of demoShoppers({ ratePerSecond, count: Infinity })) {
      for (const event of events) {
        await pace.take();
        if (performance.now() > endsAt) break sending;
        await sender.send(event);
      }
    }
    const { accepted, refused } = await sender.flush();
    for (const [code, count] of Object.entries(refused)) tally.wrong("events", `${count} ${code}`);
    return accepted;
  } finally {
    sender.close();
  }
}

/** Looks at memory and lag, again and again. */
class Watch {
  readonly memory = new MemoryLog();
  lagSeconds = 0;
  deadLetters = 0;
  readonly #system: System;
  readonly #client: EdgeClient;
  readonly #tally: Tally;

  constructor(system: System, client: EdgeClient, tally: Tally) {
    this.#system = system;
    this.#client = client;
    this.#tally = tally;
  }

  async look(): Promise<void> {
    this.memory.look(this.#system);
    const status = await readOpsStatus(this.#client);
    if (status?.stream === undefined) {
      this.#tally.wrong("/api/ops/status", "the stream processor does not answer");
      return;
    }
    const { totals } = status.stream;
    const waiting = Math.max(totals.lagSeconds, status.hubs.outboxOldestAgeSeconds);
    this.lagSeconds = Math.max(this.lagSeconds, waiting);
    for (; this.deadLetters < totals.deadLettersWaiting; this.deadLetters++) {
      this.#tally.wrong("stream", "an event went to the dead letters");
    }
  }
}

function rowsOf(found: {
  tally: Tally;
  watch: Watch;
  accepted: number;
  minutes: number;
}): FigureRow[] {
  const { tally, watch, accepted, minutes } = found;
  const memory = [...watch.memory.samples].flatMap(([name, samples]) => {
    const growth = growthPercent(samples);
    const isJudged = FLAT.includes(name) && minutes >= JUDGED_FROM_MINUTES;
    const goal = isJudged ? { goal: GOAL_GROWTH_PERCENT } : {};
    return [
      ...(growth === undefined ? [] : [figureRow(`rss.${name}.growth`, growth, "%", goal)]),
      figureRow(`rss.${name}.end`, samples.at(-1) ?? 0, "MiB"),
    ];
  });
  return [
    figureRow("errors", tally.errors, "errors", { goal: 0 }),
    figureRow("lag.max", watch.lagSeconds, "s", { goal: GOAL_LAG_SECONDS }),
    figureRow("events", accepted, "events"),
    figureRow("requests", tally.requests, "requests"),
    figureRow("orders", tally.orders, "orders"),
    ...memory,
  ];
}
