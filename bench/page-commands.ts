import { defineCommand } from "citty";
import { z } from "zod";
import { count, json, listOf, measured, positive } from "./measured.ts";

/* What measures pages: how soon they come, and how they feel. */

const lighthouseParts = ["home", "category", "product", "cart", "checkout", "add_to_cart"] as const;

export const pages = defineCommand({
  meta: {
    name: "pages",
    description:
      "Cached and uncached pages beside a React Router hello world in the same workerd, and what their JavaScript weighs",
  },
  args: {
    requests: { type: "string", default: "400", description: "Timed requests of each page" },
    connections: { type: "string", default: "8", description: "At once, for throughput" },
    seconds: { type: "string", default: "5", description: "Of throughput, each time" },
    repeats: { type: "string", default: "3", description: "Times that throughput is measured" },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "pages",
      args,
      settings: z.object({
        requests: count,
        connections: count,
        seconds: positive,
        repeats: count,
      }),
      measure: async (settings, tell) => {
        const { measurePages } = await import("./pages/pages.ts");
        return measurePages(settings, tell);
      },
    }),
});

export const lighthouse = defineCommand({
  meta: {
    name: "lighthouse",
    description:
      "Lighthouse's scores of the shop's pages on a slow phone (its mobile preset, simulated throttling), and how soon a click on Add to cart shows",
  },
  args: {
    runs: { type: "string", default: "3", description: "Of each page; the median counts" },
    pages: {
      type: "string",
      default: lighthouseParts.join(","),
      description: "Which of them",
    },
    json,
  },
  run: ({ args }) =>
    measured({
      command: "lighthouse",
      args,
      settings: z.object({ runs: count, pages: listOf(z.enum(lighthouseParts)) }),
      measure: async (settings, tell) => {
        const { measureLighthouse } = await import("./lighthouse/lighthouse.ts");
        return measureLighthouse(settings, tell);
      },
    }),
});
