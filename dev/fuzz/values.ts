import type { Random } from "@slipstream/algorithms/random";
import fc from "fast-check";
import type { Description, Shape } from "./description.ts";
import type { Known } from "./known.ts";

const MAX_DEPTH = 8;
const MAX_ITEMS = 4;
const MAX_TEXT = 60;

/** Texts that a description cannot tell: what a name makes likely. */
const likely: Readonly<Record<string, string>> = {
  country: "DE",
  currency: "EUR",
  postcode: "10115",
  region: "BE",
  phone: "+49 30 123456",
  provider: "test",
  card: "4242 4242 4242 4242",
  expiry: "12 / 30",
};

/**
 * Values that fit a shape, as far as its description tells: drawn with a seed, from what the API has
 * answered before where a name is known.
 */
export class Values {
  readonly #random: Random;
  readonly #schemas: Description["schemas"];
  readonly #known: Known;

  constructor(options: { random: Random; schemas: Description["schemas"]; known: Known }) {
    this.#random = options.random;
    this.#schemas = options.schemas;
    this.#known = options.known;
  }

  /** `name`: under which the value stands, as far as it has a name. */
  of(shape: Shape, name = "", depth = 0): unknown {
    if (shape.$ref !== undefined) {
      const target = this.#schemas[shape.$ref.split("/").at(-1) ?? ""];
      return this.of(target ?? {}, name, depth + 1);
    }
    if (shape.const !== undefined) return shape.const;
    if (shape.enum) return this.#one(shape.enum);
    const choices = shape.anyOf ?? shape.oneOf;
    if (choices?.length) return this.of(this.#one(choices) ?? {}, name, depth + 1);
    if (shape.allOf) {
      const parts = shape.allOf.map((part) => this.of(part, name, depth + 1));
      return Object.assign({}, ...parts.filter((part) => typeof part === "object"));
    }
    return this.#ofType(shape, name, depth);
  }

  #ofType(shape: Shape, name: string, depth: number): unknown {
    const type = Array.isArray(shape.type) ? this.#one(shape.type) : shape.type;
    switch (type) {
      case "object":
        return this.#object(shape, depth);
      case "array":
        return this.#array(shape, name, depth);
      case "integer":
        return Math.trunc(this.#number(shape));
      case "number":
        return this.#number(shape);
      case "boolean":
        return this.#chance(0.5);
      case "null":
        return null;
      case "string":
        return this.#text(shape, name);
      default:
        return this.#one([1, "a", true, {}, []]);
    }
  }

  #object({ properties = {}, required = [], additionalProperties }: Shape, depth: number) {
    const made: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(properties)) {
      const wanted = required.includes(name) || (depth < MAX_DEPTH && this.#chance(0.5));
      if (wanted) made[name] = this.of(shape, name, depth + 1);
    }
    if (typeof additionalProperties === "object" && depth < MAX_DEPTH) {
      for (let count = this.#random.below(3); count > 0; count--) {
        made[`k${count}`] = this.of(additionalProperties, "", depth + 1);
      }
    }
    return made;
  }

  #array({ items = {}, minItems = 0, maxItems = MAX_ITEMS }: Shape, name: string, depth: number) {
    const most = Math.max(minItems, Math.min(maxItems, minItems + MAX_ITEMS));
    const length =
      depth > MAX_DEPTH ? minItems : minItems + this.#random.below(most - minItems + 1);
    return Array.from({ length }, () => this.of(items, name.replace(/s$/, ""), depth + 1));
  }

  #number({ minimum = 0, maximum = 1_000 }: Shape): number {
    const safe = Math.max(minimum, Math.min(maximum, minimum + 1_000));
    return this.#one([minimum, maximum, safe, minimum + this.#random.below(safe - minimum + 1)]);
  }

  #text({ format, pattern, minLength = 0, maxLength = MAX_TEXT }: Shape, name: string): string {
    const known = this.#known.draw(name, this.#random);
    if (known !== undefined && this.#chance(0.7)) return known;
    const usual = likely[name];
    if (usual !== undefined && this.#chance(0.7)) return usual;
    if (format === "uuid") return crypto.randomUUID();
    if (format === "email") return `f${this.#random.uint32()}@people.test`;
    if (format === "uri" || format === "url") return "https://example.test/a";
    if (format === "date") return "2026-11-01";
    if (format === "date-time") return "2026-11-01T10:00:00.000Z";
    if (pattern !== undefined) return this.#matching(pattern);
    const length = minLength + this.#random.below(Math.min(MAX_TEXT, maxLength - minLength) + 1);
    return Array.from({ length }, () => this.#one([..."abcdefgh ijklmnop123ä"])).join("");
  }

  #matching(pattern: string): string {
    const seed = this.#random.uint32() | 0;
    return fc.sample(fc.stringMatching(new RegExp(pattern)), { seed, numRuns: 1 })[0] ?? "";
  }

  #chance(share: number): boolean {
    return this.#random.unit() < share;
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#random.below(list.length)] as T;
  }
}
