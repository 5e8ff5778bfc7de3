import type { Sample } from "./evaluate.ts";
import type { Labels } from "./series.ts";

const operators: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  count: (values) => values.length,
};

/** PromQL's `sum by (…)` and its like. */
export function aggregate(
  operator: string,
  samples: readonly Sample[],
  by: readonly string[],
): Sample[] {
  const known = operators[operator];
  if (!known) throw new RangeError(`not an aggregation that is known here: ${operator}`);
  const groups = Map.groupBy(samples, ({ labels }) => JSON.stringify(only(labels, by)));
  return [...groups.values()].map((group) => ({
    labels: only(group[0]!.labels, by),
    value: known(group.map(({ value }) => value)),
  }));
}

/** These labels alone, as far as they are there. */
export function only(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(
    names.filter((name) => name in labels).map((name) => [name, labels[name]!]),
  );
}
