import type { Random } from "@slipstream/algorithms/random";
import type { Description, Operation, Parameter } from "./description.ts";
import { Hostile } from "./hostile.ts";
import { Known } from "./known.ts";
import { Values } from "./values.ts";

/** Who asks. */
const fuzzActors = ["none", "buyer", "seller", "admin", "ops", "key"] as const;
export type FuzzActor = (typeof fuzzActors)[number];

/** How far a request is from what the description asks for. */
export type Manner = "valid" | "nearly" | "hostile";

export interface FuzzRequest {
  operation: string;
  manner: Manner;
  actor: FuzzActor;
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | undefined;
}

/** Header values must be what a client can send at all. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;
const ADDRESSES = 250;

/** Makes requests for every operation in turn, seeded: the same seed, and answers, make the same. */
export class FuzzRequests {
  readonly known = new Known();
  readonly #random: Random;
  readonly #values: Values;
  readonly #hostile: Hostile;
  readonly #operations: readonly Operation[];
  /** `<operation> <actor>` of those who were turned away at the door. */
  readonly #refused = new Set<string>();
  #made = 0;

  constructor({ operations, schemas }: Description, random: Random) {
    this.#random = random;
    this.#operations = operations;
    this.#values = new Values({ random, schemas, known: this.known });
    this.#hostile = new Hostile(random);
  }

  next(): FuzzRequest {
    const operation = this.#operations[this.#made++ % this.#operations.length] as Operation;
    const manner = this.#one(["valid", "valid", "nearly", "nearly", "hostile"] as const);
    const { body, mediaType } = this.#body(operation, manner);
    return {
      operation: operation.name,
      manner,
      actor: this.#actor(operation),
      method: operation.method,
      path: this.#path(operation, manner),
      headers: {
        ...(mediaType === undefined ? {} : { "content-type": mediaType }),
        ...this.#headers(operation, manner),
      },
      body,
    };
  }

  /** Notes who may not even begin with an operation: they try it less from then on. */
  note({ operation, actor }: FuzzRequest, status: number): void {
    if (status === 401 || status === 403) this.#refused.add(`${operation} ${actor}`);
  }

  #actor({ name }: Operation): FuzzActor {
    const actor = this.#one(fuzzActors);
    if (!this.#refused.has(`${name} ${actor}`) || this.#random.below(5) === 0) return actor;
    const others = fuzzActors.filter((each) => !this.#refused.has(`${name} ${each}`));
    return others.length > 0 ? this.#one(others) : actor;
  }

  #path({ path, parameters }: Operation, manner: Manner): string {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = parameters.find((each) => each.in === "path" && each.name === name);
      const text = this.#parameterText(parameter, name, manner);
      if (manner === "hostile" && /^[\w%.-]+$/.test(text)) return text;
      return encodeURIComponent(text.toWellFormed()) || "x";
    });
    const query = new URLSearchParams();
    for (const parameter of parameters.filter((each) => each.in === "query")) {
      if (!parameter.required && this.#random.below(3) > 0) continue;
      query.append(parameter.name, this.#parameterText(parameter, parameter.name, manner));
    }
    if (manner !== "valid" && this.#random.below(4) === 0) {
      query.append(this.#hostile.text().slice(0, 50), this.#hostile.text());
    }
    return query.size > 0 ? `${filled}?${query}` : filled;
  }

  #parameterText(parameter: Parameter | undefined, name: string, manner: Manner): string {
    const isSpoilt = manner !== "valid" && this.#random.below(manner === "hostile" ? 2 : 4) === 0;
    if (isSpoilt) return this.#hostile.text();
    const value = this.#values.of(parameter?.schema ?? { type: "string" }, name);
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  #body({ method, bodies }: Operation, manner: Manner) {
    const chosen = this.#one(bodies);
    if (method === "GET" || (chosen === undefined && manner !== "hostile")) {
      return { body: undefined, mediaType: undefined };
    }
    const mediaType = chosen?.mediaType ?? "application/json";
    const isRaw = manner === "hostile" && this.#random.below(2) === 0;
    if (isRaw || chosen === undefined || !mediaType.includes("json")) {
      const types = [mediaType, mediaType, "text/plain", "application/json; charset=utf-16"];
      return { body: this.#hostile.body(), mediaType: this.#one(types) };
    }
    let value = this.#values.of(chosen.shape);
    const spoils = manner === "valid" ? 0 : manner === "nearly" ? 1 : 3;
    for (let count = 0; count < spoils; count++) value = this.#spoil(value);
    return { body: JSON.stringify(value) ?? "null", mediaType };
  }

  /** One thing of a value is changed: taken away, put in, or another in its place. */
  #spoil(value: unknown): unknown {
    const isBranch = typeof value === "object" && value !== null;
    const keys = isBranch ? Object.keys(value) : [];
    const key = this.#one(keys);
    if (key === undefined || this.#random.below(8) === 0) return this.#hostile.value();
    const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
      string,
      unknown
    >;
    switch (this.#random.below(5)) {
      case 0:
        delete copy[key];
        return copy;
      case 1:
        copy[this.#one(["id", "shopId", "userId", "role", "roles", "priceMinor", "state"])] =
          this.#hostile.value();
        return copy;
      default:
        copy[key] = this.#spoil(copy[key]);
        return copy;
    }
  }

  #headers({ parameters }: Operation, manner: Manner): Record<string, string> {
    const headers: Record<string, string> = {
      accept: "application/json, text/event-stream",
      "cf-connecting-ip": `192.0.2.${this.#random.below(ADDRESSES)}`,
      "idempotency-key": `fuzz-${this.#random.uint32()}`,
    };
    for (const parameter of parameters) {
      const { name, schema } = parameter;
      if (parameter.in !== "header" || name.toLowerCase() === "idempotency-key") continue;
      headers[name] = String(this.#values.of(schema, name));
    }
    if (manner === "valid") return headers;
    const others = [
      "accept-language",
      "x-forwarded-host",
      "x-forwarded-proto",
      "x-original-url",
      "traceparent",
      "idempotency-key",
      "if-none-match",
      "range",
      "user-agent",
      "x-http-method-override",
      "origin",
    ];
    for (let count = this.#random.below(4); count > 0; count--) {
      const text = this.#hostile.text().slice(0, 2_000);
      if (SENDABLE.test(text)) headers[this.#one(others)] = text.trim();
    }
    return headers;
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#random.below(list.length)] as T;
  }
}
