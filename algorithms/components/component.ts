import type { FactorRecord } from "@slipstream/contracts/factors";

/** What one writer has learnt of one item: a register of which the latest value counts. */
export interface Component {
  /** Whose it is. */
  home: number;
  /** Where on the log it was told: later values have higher ones; 0 is what a snapshot had. */
  stamp: number;
  /** Undefined: another component has taken it in. */
  record: FactorRecord | undefined;
}

/**
 * Takes a component into an item's list, which is in order of homes, unless a later value is there;
 * answers whether it was taken. The list is a state-based CRDT (Shapiro et al., SSS 2011): whatever
 * comes twice, late or in another order ends alike.
 */
export function putComponent(list: Component[], component: Component): boolean {
  let at = 0;
  while (at < list.length && list[at]!.home < component.home) at++;
  const held = list[at];
  if (held?.home !== component.home) list.splice(at, 0, component);
  else if (component.stamp < held.stamp) return false;
  else list[at] = component;
  return true;
}

/** One writer's record in an item's list; undefined where it has none. */
export function recordOf(list: readonly Component[], home: number): FactorRecord | undefined {
  return list.find((component) => component.home === home)?.record;
}

/** The records of a list, in order of homes. */
export function recordsOf(list: readonly Component[]): FactorRecord[] {
  const records: FactorRecord[] = [];
  for (const { record } of list) if (record !== undefined) records.push(record);
  return records;
}
