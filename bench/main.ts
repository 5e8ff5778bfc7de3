import { defineCommand, runMain } from "citty";
import { z } from "zod";
import { count, json, listOf, measured, positive } from "./measured.ts";
import { lighthouse, pages } from "./page-commands.ts";
import { WAYS } from "./processors/ways.ts";

/* Measures the system. Each command prints a table; `--json FILE` writes the same figures. */

const freshness = defineCommand({
  meta: {
    name: "freshness",
    description:
      "From an event going out to the rail that it changed coming in on a WebSocket, beside the same hops with nothing in them",
  },
  args: {
    rate: { type: "string", default: "200", description: "Events a second" },
    seconds: { type: "string", default: "20", description: "How long is measured" },
    "warm-up": { type: "string", default: "5", description: "Seconds before that" },
    visitors: { type: "string", default: "200", description: "Open pages, a WebSocket each" },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "freshness",
      args: { ...args, ratePerSecond: args.rate, warmUpSeconds: args["warm-up"] },
      settings: z.object({
        ratePerSecond: positive,
        seconds: positive,
        warmUpSeconds: positive,
        visitors: count,
      }),
      measure: async (settings, tell) => {
        const { measureFreshness } = await import("./freshness/freshness.ts");
        return measureFreshness(settings, tell);
      },
    }),
});

const throughput = defineCommand({
  meta: {
    name: "throughput",
    description:
      "The stream processor alone: on a full log, with replays that bend and that do not, beside a consumer that only acknowledges; its lag and memory while events arrive; the learner by itself",
  },
  args: {
    events: { type: "string", default: "100000", description: "Events on the log" },
    arriving: { type: "string", default: "8000", description: "Events a second that arrive" },
    seconds: {
      type: "string",
      default: "60",
      description: "How long they arrive, of which 10 s warm up; 0: not at all",
    },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "throughput",
      args,
      settings: z.object({
        events: count,
        arriving: count,
        seconds: z.coerce.number().int().min(0),
      }),
      measure: async (settings, tell) => {
        const { measureThroughput } = await import("./throughput/throughput.ts");
        return measureThroughput(settings, tell);
      },
    }),
});

const processors = defineCommand({
  meta: {
    name: "processors",
    description:
      "Two and four processors beside one: prequential recall and MRR of what they learn together, and how much faster two of the same small CPU quota are",
  },
  args: {
    dataset: { type: "string", default: "yoochoose_100k", description: "What is learnt" },
    staleness: {
      type: "string",
      default: "200,1000",
      description: "Events between two times that they hear of each other",
    },
    every: { type: "string", default: "12", description: "One event in so many is predicted" },
    ways: {
      type: "string",
      default: "sum",
      description: "How they share what they learn: sum, mean, split, alone; none leaves it out",
    },
    events: { type: "string", default: "60000", description: "Events of the throughput; 0: none" },
    "cpu-share": {
      type: "string",
      default: "0.35",
      description: "Of one core, for each processor",
    },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "processors",
      args: { ...args, cpuShare: args["cpu-share"] },
      settings: z.object({
        dataset: z.string(),
        staleness: listOf(count),
        every: count,
        ways: listOf(z.enum(WAYS)),
        events: z.coerce.number().int().min(0),
        cpuShare: positive.max(1),
      }),
      measure: async (settings, tell) => {
        const { measureProcessors } = await import("./processors/processors.ts");
        return measureProcessors(settings, tell);
      },
    }),
});

const search = defineCommand({
  meta: {
    name: "search",
    description:
      "Searches, suggestions and filters in a shop of many products, beside reading one product by its name",
  },
  args: {
    products: { type: "string", default: "50000", description: "Products in the shop" },
    requests: { type: "string", default: "500", description: "Timed requests of each kind" },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "search",
      args,
      settings: z.object({ products: count, requests: count }),
      measure: async (settings, tell) => {
        const { measureSearch } = await import("./search/search.ts");
        return measureSearch(settings, tell);
      },
    }),
});

const cart = defineCommand({
  meta: {
    name: "cart",
    description:
      "Adding to carts: new ones, ones of 100 lines, a product of 2,500 variants; beside reading an empty cart",
  },
  args: {
    rate: { type: "string", default: "50", description: "Requests a second" },
    seconds: { type: "string", default: "20", description: "How long each kind is measured" },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "cart",
      args: { ...args, ratePerSecond: args.rate },
      settings: z.object({ ratePerSecond: positive, seconds: positive }),
      measure: async (settings, tell) => {
        const { measureCart } = await import("./cart/cart.ts");
        return measureCart(settings, tell);
      },
    }),
});

const hnsw = defineCommand({
  meta: {
    name: "hnsw",
    description:
      "The vector index, still and while vectors move, beside the library alone at the same ef and beside the exact scan; vectors are clustered, queries made of sessions",
  },
  args: {
    items: {
      type: "string",
      default: "100000",
      description: "Vectors; from 1000000 on memory too",
    },
    seconds: { type: "string", default: "90", description: "How long the vectors move" },
    moving: { type: "string", default: "0.1", description: "Share of them that moves in a minute" },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "hnsw",
      args: { ...args, movingPerMinute: args.moving },
      settings: z.object({ items: count, seconds: positive, movingPerMinute: positive }),
      measure: async (settings, tell) => {
        const { measureHnsw } = await import("./hnsw/hnsw.ts");
        return measureHnsw(settings, tell);
      },
    }),
});

const counts = z.preprocess((text) => String(text).split(","), z.array(count).min(1));

const recommend = defineCommand({
  meta: {
    name: "recommend",
    description:
      "The model server alone at constant rates, beside a raw vector query and a raw run of the ranker behind a plain server",
  },
  args: {
    items: {
      type: "string",
      default: "4000,100000",
      description: "Items of each catalogue; 1000000 takes its time",
    },
    rates: { type: "string", default: "100,200,500", description: "Requests a second" },
    seconds: { type: "string", default: "10", description: "How long each rate is measured" },
    "warm-up": { type: "string", default: "5", description: "Seconds of each before that" },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "recommend",
      args: { ...args, warmUpSeconds: args["warm-up"] },
      settings: z.object({
        items: counts,
        rates: counts,
        seconds: positive,
        warmUpSeconds: positive,
      }),
      measure: async (settings, tell) => {
        const { measureRecommend } = await import("./recommend/recommend.ts");
        return measureRecommend(settings, tell);
      },
    }),
});

const readiness = defineCommand({
  meta: {
    name: "readiness",
    description:
      "From the start of a model server until it has read all and follows LEARN, by stages; and until it has its graph, new and kept",
  },
  args: {
    items: { type: "string", default: "100000", description: "Items of the shop" },
    sessions: { type: "string", default: "1000000", description: "Sessions in the archive" },
    repeats: { type: "string", default: "3", description: "Times that it is started" },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "readiness",
      args,
      settings: z.object({ items: count, sessions: count, repeats: count }),
      measure: async (settings, tell) => {
        const { measureReadiness } = await import("./readiness/readiness.ts");
        return measureReadiness(settings, tell);
      },
    }),
});

const memory = defineCommand({
  meta: {
    name: "memory",
    description:
      "What one more visitor takes in Redis, who saw so many items, and one more item in the model server",
  },
  args: {
    visitors: { type: "string", default: "10000", description: "Visitors that are added" },
    seen: { type: "string", default: "8", description: "Items that each of them sees" },
    items: {
      type: "string",
      default: "20000,100000",
      description: "Two sizes of catalogue: what lies between them is an item's; none: left out",
    },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "memory",
      args,
      settings: z.object({ visitors: count, seen: count.max(50), items: listOf(count) }),
      measure: async (settings, tell) => {
        const { measureMemory } = await import("./memory/memory.ts");
        return measureMemory(settings, tell);
      },
    }),
});

await runMain(
  defineCommand({
    meta: { name: "bench", description: "Measures the system; each figure beside its baseline" },
    subCommands: {
      freshness,
      pages,
      lighthouse,
      throughput,
      processors,
      search,
      cart,
      hnsw,
      recommend,
      memory,
      readiness,
    },
  }),
);
// Keep-alive connections and sockets to what was stopped hold nothing that matters.
process.exit();
