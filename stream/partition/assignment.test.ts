import { PARTITIONS } from "@slipstream/contracts/limits";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assign } from "./assignment.ts";

type Owners = (string | undefined)[];

const names = ["a", "b", "c", "d", "e", "f", "g"];
const membersOf = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });
const anyOwners = fc.array(fc.option(fc.constantFrom(...names), { nil: undefined }), {
  minLength: PARTITIONS,
  maxLength: PARTITIONS,
});

function loads(owners: Owners, members: readonly string[]): number[] {
  return members.map((id) => owners.filter((owner) => owner === id).length);
}

/** Partitions that a member that is there holds, and is to lose. */
function moves(before: Owners, after: Owners, members: readonly string[]): number {
  return before.filter(
    (owner, at) => owner !== undefined && members.includes(owner) && owner !== after[at],
  ).length;
}

test("everything is assigned, evenly, and all members find the same whatever their order", () => {
  fc.assert(
    fc.property(membersOf, anyOwners, (members, owners) => {
      const assigned = assign({ members, owners });
      const counts = loads(assigned, members);
      expect(counts.reduce((sum, count) => sum + count)).toBe(PARTITIONS);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(assign({ members: [...members].reverse(), owners })).toEqual(assigned);
      // Where it leads to, it stays.
      expect(assign({ members, owners: assigned })).toEqual(assigned);
    }),
  );
});

test("no even assignment moves less", () => {
  fc.assert(
    fc.property(membersOf, anyOwners, (members, owners) => {
      const held = loads(owners, members).sort((a, b) => b - a);
      const least = Math.floor(PARTITIONS / members.length);
      const over = PARTITIONS % members.length;
      // The bound: those that hold most keep one more.
      const needed = held.reduce(
        (sum, count, rank) => sum + Math.max(0, count - least - (rank < over ? 1 : 0)),
        0,
      );
      expect(moves(owners, assign({ members, owners }), members)).toBe(needed);
    }),
  );
});

test("who joins takes an even share of others' highest; who leaves leaves theirs where they are", () => {
  const alone = assign({ members: ["a"], owners: Array(PARTITIONS).fill(undefined) });
  const two = assign({ members: ["a", "b"], owners: alone });
  expect(two).toEqual([...Array(8).fill("a"), ...Array(8).fill("b")]);
  const three = assign({ members: ["a", "b", "c"], owners: two });
  expect(moves(two, three, ["a", "b"])).toBe(5);
  const left = assign({ members: ["a", "c"], owners: three });
  expect(moves(three, left, ["a", "c"])).toBe(0);
  expect(assign({ members: [], owners: alone })).toEqual(Array(PARTITIONS).fill(undefined));
});

type Step =
  | { kind: "join" | "look" | "see" | "kill" | "leave"; who: string }
  | { kind: "expire"; partition: number };

const anySteps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom("join", "look", "look", "look", "see", "see", "kill", "leave"),
      who: fc.constantFrom(...names),
    }),
    fc.record({ kind: fc.constant("expire"), partition: fc.nat(PARTITIONS - 1) }),
  ),
  { maxLength: 120 },
) as fc.Arbitrary<Step[]>;

/**
 * Members that look at leases and at each other now and then, each through a view that may be old;
 * a lease is taken as NATS lets it be: only by one who finds it free.
 */
class Cluster {
  readonly leases: Owners = Array(PARTITIONS).fill(undefined);
  readonly views = new Map<string, { members: string[]; owners: Owners }>();
  readonly held = new Map<string, Set<number>>();

  run(step: Step): void {
    if (step.kind === "expire") this.#expire(step.partition);
    else this.#act(step);
  }

  #act({ kind, who }: Exclude<Step, { kind: "expire" }>): void {
    if (kind === "join" && !this.views.has(who)) {
      this.held.set(who, new Set());
      this.views.set(who, { members: [who], owners: [...this.leases] });
    }
    if (!this.views.has(who)) return;
    if (kind === "see") this.see(who);
    if (kind === "look") this.look(who);
    if (kind === "leave") this.#leave(who);
    // Killed, it holds its leases until they expire.
    if (kind === "kill") this.views.delete(who);
  }

  see(who: string): void {
    this.views.set(who, { members: [...this.views.keys()], owners: [...this.leases] });
  }

  look(who: string): void {
    const { members, owners } = this.views.get(who)!;
    const mine = this.held.get(who)!;
    const known = owners.map((owner, partition) =>
      mine.has(partition) ? who : owner === who ? undefined : owner,
    );
    const assigned = assign({ members, owners: known });
    for (const [partition, owner] of assigned.entries()) {
      if (mine.has(partition) && owner !== who) this.#release(who, partition);
      const isFree = this.leases[partition] === undefined;
      if (owner !== who || known[partition] !== undefined || !isFree) continue;
      this.leases[partition] = who;
      mine.add(partition);
    }
  }

  /** Only those whose holder is gone: the others renew in time. */
  #expire(partition: number): void {
    const owner = this.leases[partition];
    if (owner === undefined || this.views.has(owner)) return;
    this.leases[partition] = undefined;
  }

  #leave(who: string): void {
    for (const partition of [...this.held.get(who)!]) this.#release(who, partition);
    this.views.delete(who);
  }

  #release(who: string, partition: number): void {
    this.held.get(who)!.delete(partition);
    this.leases[partition] = undefined;
  }
}

test("members that see things late never hold the same, and settle evenly once they see", () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const cluster = new Cluster();
      cluster.run({ kind: "join", who: "a" });
      for (const step of steps) {
        cluster.run(step);
        for (const [who, partitions] of cluster.held) {
          if (!cluster.views.has(who)) continue;
          for (const partition of partitions) expect(cluster.leases[partition]).toBe(who);
        }
      }
      const living = [...cluster.views.keys()];
      for (let partition = 0; partition < PARTITIONS; partition++) {
        cluster.run({ kind: "expire", partition });
      }
      // Two rounds: one lets go, the other takes.
      for (const who of [...living, ...living, ...living]) {
        cluster.see(who);
        cluster.look(who);
      }
      const counts = loads(cluster.leases, living);
      if (living.length === 0) return;
      expect(counts.reduce((sum, count) => sum + count)).toBe(PARTITIONS);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});
