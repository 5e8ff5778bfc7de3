import "../node-version.mjs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { runProgram } from "../terminal/program.ts";
import { demoHistory, demoProducts, demoShoppers } from "./demo-shoppers.ts";
import { apiKeyFor, shopUrl } from "./installation.ts";
import { Pace } from "./pace.ts";
import { RailVisitors } from "./rail-visitors.ts";
import { EventSender, SendError } from "./sender.ts";

/** Pages that are opened in browsers, with their rails, for each event that is sent by itself. */
const PAGES_PER_EVENT = 0.2;
/** Days that the history spreads over. */
const HISTORY_DAYS = 14;
/** After a failure for good (a shop that is not there yet), all begins again. */
const RESTART_MS = 5_000;

const settingsSchema = z.object({
  rate: z.coerce.number().positive(),
  history: z.coerce.number().int().min(0),
  edge: z.url().default(shopUrl("demo")),
  key: z.string().optional(),
});

const command = {
  meta: {
    name: "shoppers",
    description:
      "Simulated shoppers of the demo shop, through the public edge API, until it is stopped",
  },
  args: {
    rate: { type: "string", default: "5", description: "Events a second" },
    history: { type: "string", default: "0", description: "Send so many events of the past first" },
    edge: { type: "string", description: "Address of the shop (default: of this installation)" },
    key: { type: "string", description: "API key with the scope events:write" },
  },
} as const;

async function run(args: Record<string, unknown>): Promise<number> {
  const settings = settingsSchema.parse(args);
  const { edge: edgeUrl, rate: ratePerSecond } = settings;
  const apiKey = apiKeyFor("demo", settings.key);
  const sender = () => new EventSender({ edgeUrl, apiKey });
  if (settings.history > 0) await untilSent(() => sendHistory(sender(), settings.history));
  await Promise.all([
    untilSent(() => sendLive(sender(), ratePerSecond)),
    browse(edgeUrl, ratePerSecond * PAGES_PER_EVENT),
  ]);
  return 0;
}

async function sendHistory(sender: EventSender, events: number): Promise<void> {
  for (const event of demoHistory({ events, days: HISTORY_DAYS })) await sender.send(event);
  const { accepted, duplicates } = await sender.flush();
  console.log(`history: ${accepted} events accepted, ${duplicates} were there before`);
  sender.close();
}

async function sendLive(sender: EventSender, ratePerSecond: number): Promise<void> {
  const pace = new Pace({ ratePerSecond });
  for await (const events of demoShoppers({ ratePerSecond, count: Infinity })) {
    for (const event of events) {
      await pace.take();
      await sender.send(event);
    }
  }
}

/** People in browsers, visit after visit; what the edge does not answer is left. */
async function browse(edgeUrl: string, pagesPerSecond: number): Promise<void> {
  const pace = new Pace({ ratePerSecond: pagesPerSecond });
  const seed = `browsers ${Date.now()}`;
  const pause = () => pace.take();
  const visitors = new RailVisitors({ edgeUrl, products: demoProducts(), seed, pause });
  for (;;) {
    await visitors.visit().catch(async (error: unknown) => {
      console.error(`${new Date().toISOString()} a visit ended: ${String(error)}`);
      await sleep(RESTART_MS);
    });
  }
}

/** The edge may be starting, or restarting: what could not be sent is begun again. */
async function untilSent(send: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      console.error(`${new Date().toISOString()} ${error.message}`);
      await sleep(RESTART_MS);
    }
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
await runProgram({ command, run });
