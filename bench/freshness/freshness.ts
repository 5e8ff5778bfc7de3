import { join } from "node:path";
import { startSystem } from "@slipstream/dev/supervisor/system";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { startEmptyHops } from "../empty-hops/start.ts";
import { noLimits } from "../no-limits.ts";
import { spreadOf } from "../percentiles.ts";
import { withScratchFolder } from "../scratch-folder.ts";
import type { Freshness, LivePage } from "./drive.ts";
import { driveFreshness } from "./drive.ts";
import { openShopPages } from "./shop-pages.ts";

export interface FreshnessSettings {
  ratePerSecond: number;
  seconds: number;
  warmUpSeconds: number;
  visitors: number;
}

/** The goals, in milliseconds, and against the empty hops. */
const GOAL_MS = { p50: 30, p99: 100 };
const GOAL_RATIO = 2;

/**
 * Event → pushed rail over a whole system in a folder of its own, and over the same hops with
 * nothing in them, one after the other.
 */
export async function measureFreshness(
  settings: FreshnessSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const empty = await withScratchFolder(async (folder) => {
    tell("empty hops …");
    const hops = await startEmptyHops(folder);
    try {
      return await drive(await hops.openPages(settings.visitors), settings);
    } finally {
      await hops.stop();
    }
  });
  const loop = await withScratchFolder(async (folder) => {
    tell("starting the shop …");
    const system = await startSystem({
      dataDir: join(folder, "data"),
      port: 0,
      environment: {},
      logLevel: "warn",
      variables: noLimits,
    });
    try {
      tell("opening pages …");
      const pages = await openShopPages({ edgeUrl: system.urls.edge, count: settings.visitors });
      tell(`${settings.ratePerSecond} events a second for ${settings.seconds} s …`);
      return await drive(pages, settings);
    } finally {
      await system.stop();
    }
  });
  return rowsOf(loop, empty);
}

async function drive(pages: LivePage[], settings: FreshnessSettings): Promise<Freshness> {
  try {
    return await driveFreshness({ pages, ...settings });
  } finally {
    for (const page of pages) page.close();
  }
}

function rowsOf(loop: Freshness, empty: Freshness): FigureRow[] {
  const measured = spreadOf(loop.latenciesMs);
  const floor = spreadOf(empty.latenciesMs);
  return [
    figureRow("event_to_rail.p50", measured.p50, "ms", { baseline: floor.p50, goal: GOAL_MS.p50 }),
    figureRow("event_to_rail.p90", measured.p90, "ms", { baseline: floor.p90 }),
    figureRow("event_to_rail.p99", measured.p99, "ms", { baseline: floor.p99, goal: GOAL_MS.p99 }),
    figureRow("event_to_rail.over_empty_hops.p50", measured.p50 / floor.p50, "×", {
      goal: GOAL_RATIO,
    }),
    figureRow("events", loop.sent, "events", { baseline: empty.sent }),
    figureRow("unanswered", loop.unanswered, "events", { baseline: empty.unanswered, goal: 0 }),
  ];
}
