import { countSteps } from "@slipstream/model-server/training/step-counts";
import { expect, it } from "vitest";
import { findDataset } from "../datasets/find.ts";
import { readPositiveEvents } from "../datasets/positive-events.ts";
import { type ProtocolName, planOf, protocolFor } from "./plan.ts";

const find = (name: string) => {
  try {
    return findDataset(name);
  } catch {
    return undefined;
  }
};

/** Predictions that the papers and the sets' own documentation count. */
const counts: { name: string; protocol: ProtocolName; counted: number }[] = [
  { name: "serenade_example", protocol: "session", counted: 931 },
  // Five-star events of users known by an earlier one: 21,201 less the first of each.
  { name: "movielens_100k", protocol: "prequential", counted: 20_273 },
];

for (const { name, protocol, counted } of counts) {
  const dataset = find(name);
  it.skipIf(dataset === undefined)(
    `${name}: as many questions as are known of it${dataset ? "" : ` (skipped: put ${name} into .data/datasets)`}`,
    async () => {
      const { events } = await readPositiveEvents(dataset!);
      expect(protocolFor(dataset!, events)).toBe(protocol);
      const { steps } = planOf(protocol, events).begin();
      expect(countSteps(steps).counted).toBe(counted);
    },
  );
}
