/** What is wrong: something is missing, is there more than once, or at another place in an order. */
export type FaultKind = "lost" | "doubled" | "out_of_order";

/** One thing that is not as the accepted events say. */
export interface Finding {
  kind: FaultKind;
  /** Which store and what in it. */
  where: string;
  what: string;
}

const NUMBER_TOLERANCE = 1e-9;

/** Collects what is not as it should be. */
export class Findings {
  readonly all: Finding[] = [];
  /** Values compared, so that a check of nothing is not taken for a good one. */
  compared = 0;

  add(kind: FaultKind, where: string, what: string): void {
    this.all.push({ kind, where, what });
  }

  count(kind: FaultKind): number {
    return this.all.filter((finding) => finding.kind === kind).length;
  }

  /**
   * Compares numbers by name; one that is absent is 0. Sums of doubles depend on their order: they
   * may differ by a billionth part.
   */
  numbers(
    where: string,
    { expected, found }: Record<"expected" | "found", ReadonlyMap<string, number>>,
  ): void {
    for (const name of new Set([...expected.keys(), ...found.keys()])) {
      const [wanted, there] = [expected.get(name) ?? 0, found.get(name) ?? 0];
      this.compared++;
      if (Math.abs(wanted - there) <= NUMBER_TOLERANCE * Math.abs(wanted)) continue;
      this.add(there < wanted ? "lost" : "doubled", where, `${name}: ${there}, not ${wanted}`);
    }
  }

  /** Compares lists by name; one that is absent is empty. */
  lists(
    where: string,
    { expected, found }: Record<"expected" | "found", ReadonlyMap<string, readonly string[]>>,
  ): void {
    for (const name of new Set([...expected.keys(), ...found.keys()])) {
      this.#list(`${where} ${name}`, expected.get(name) ?? [], found.get(name) ?? []);
    }
  }

  #list(where: string, expected: readonly string[], found: readonly string[]): void {
    this.compared++;
    const missing = difference(expected, found);
    const surplus = difference(found, expected);
    for (const entry of missing) this.add("lost", where, entry);
    for (const entry of surplus) this.add("doubled", where, entry);
    if (missing.length > 0 || surplus.length > 0) return;
    const at = expected.findIndex((entry, index) => entry !== found[index]);
    if (at >= 0) this.add("out_of_order", where, `at ${at}: ${found[at]}, not ${expected[at]}`);
  }
}

/** Entries of `some` that `others` lacks, each as often as it is missing. */
function difference(some: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const entry of others) left.set(entry, (left.get(entry) ?? 0) + 1);
  return some.filter((entry) => {
    const count = left.get(entry) ?? 0;
    if (count > 0) left.set(entry, count - 1);
    return count === 0;
  });
}
