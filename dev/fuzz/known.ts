import type { Random } from "@slipstream/algorithms/random";

const MAX_PER_NAME = 40;
const MAX_DEPTH = 12;
const MAX_TEXT = 200;

/** What a parameter may also be called where answers tell of such things. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  itemId: ["id", "itemId"],
  productId: ["id", "itemId"],
  returnId: ["id"],
  sellerId: ["id", "sellerId"],
  categorySlug: ["slug"],
  parentSlug: ["slug"],
};

/** Names and ids that the API has told of, so that requests reach things that are there. */
export class Known {
  readonly #byName = new Map<string, string[]>();

  /** Takes all texts of an answer, by the names under which they stand. */
  learn(value: unknown, name = "", depth = 0): void {
    if (depth > MAX_DEPTH) return;
    if (typeof value === "string" && name !== "") this.#add(name, value);
    else if (Array.isArray(value)) {
      for (const each of value.slice(0, MAX_PER_NAME)) this.learn(each, name, depth + 1);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, each] of Object.entries(value)) this.learn(each, key, depth + 1);
    }
  }

  draw(name: string, random: Random): string | undefined {
    const names = otherNames[name] ?? [name];
    const known = this.#byName.get(names[random.below(names.length)] ?? name);
    return known?.[random.below(known.length)];
  }

  #add(name: string, value: string): void {
    if (value.length > MAX_TEXT) return;
    const known = this.#byName.get(name) ?? [];
    if (known.includes(value)) return;
    if (known.length >= MAX_PER_NAME) known.shift();
    known.push(value);
    this.#byName.set(name, known);
  }
}
