import { only } from "./aggregate.ts";
import type { Sample, Value } from "./evaluate.ts";
import type { Labels } from "./series.ts";

const sums: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};
const tests: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/** PromQL's binary operators: arithmetic, comparisons that filter, and sets; `on` as it is there. */
export function combine(
  operator: string,
  left: Value,
  right: Value,
  on: readonly string[] | undefined,
): Value {
  if (typeof left === "number" && typeof right === "number") return scalar(operator, left, right);
  const keyOf = ({ labels }: Sample) => JSON.stringify(matching(labels, on));
  if (typeof left === "number") {
    return (right as Sample[]).flatMap((each) => paired(operator, left, each.value, each.labels));
  }
  if (typeof right === "number") {
    return left.flatMap((each) => filtered(operator, each, each.value, right));
  }
  const known = new Map(right.map((each) => [keyOf(each), each]));
  if (operator === "and") return left.filter((each) => known.has(keyOf(each)));
  if (operator === "unless") return left.filter((each) => !known.has(keyOf(each)));
  if (operator === "or") {
    const there = new Set(left.map(keyOf));
    return [...left, ...right.filter((each) => !there.has(keyOf(each)))];
  }
  return left.flatMap((each) => {
    const other = known.get(keyOf(each));
    return other ? filtered(operator, each, each.value, other.value) : [];
  });
}

function scalar(operator: string, a: number, b: number): number {
  const known = sums[operator];
  if (!known) throw new RangeError(`not an operator of two numbers: ${operator}`);
  return known(a, b);
}

/** A comparison keeps the left side as it is; arithmetic has a value of its own, and no name. */
function filtered(operator: string, left: Sample, a: number, b: number): Sample[] {
  const test = tests[operator];
  if (test) return test(a, b) ? [left] : [];
  return paired(operator, a, b, left.labels);
}

function paired(
  operator: string,
  a: number,
  b: number,
  { __name__: _, ...labels }: Labels,
): Sample[] {
  const test = tests[operator];
  if (test) return test(a, b) ? [{ labels, value: b }] : [];
  return [{ labels, value: scalar(operator, a, b) }];
}

function matching({ __name__: _, ...labels }: Labels, on: readonly string[] | undefined): Labels {
  const names = on ?? Object.keys(labels);
  return only(labels, [...names].sort());
}
