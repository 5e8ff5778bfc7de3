import { randomFrom } from "@slipstream/algorithms/random";
import { readDescription } from "./description.ts";
import { type Fault, faultOf } from "./faults.ts";
import { type FuzzActor, type FuzzRequest, FuzzRequests } from "./requests.ts";

/** An answer that takes longer is a hang. */
const TIMEOUT_MS = 20_000;
/** A session is used for so many requests, where none of them ends it. */
const REQUESTS_PER_SESSION = 200;
const MAX_LEARNT_BYTES = 200_000;
/**
 * A body that is too large is answered while it is still sent, and its connection closed: that call,
 * or the next one on the connection, hears nothing. So it is made again.
 */
const MAX_TRIES = 3;
const LARGE_BODY_BYTES = 2 * 1024 * 1024;

export interface FuzzOptions {
  requests: number;
  seed: number;
  /** How many are under way at once. */
  concurrency: number;
  /** Where the shop answers: `http://shop.test`. */
  origin: string;
  send: (url: string, init: RequestInit) => Promise<Response>;
  /** Headers of somebody new who has this role. */
  signIn: (actor: FuzzActor) => Promise<Record<string, string>>;
  tell?: (line: string) => void;
}

export interface FuzzFinding extends Fault {
  request: FuzzRequest;
}

export interface FuzzOutcome {
  findings: FuzzFinding[];
  /** Requests by the first figure of their answer's status. */
  byStatus: Map<number, number>;
  /** Operations that were answered with success at least once, and all. */
  succeeded: Set<string>;
  operations: readonly string[];
}

/** Sends requests made from the shop's own OpenAPI document, and looks at every answer. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const document = await options.send(`${options.origin}/api/openapi.json`, {});
  const description = readDescription(await document.json());
  const requests = new FuzzRequests(description, randomFrom([options.seed]));
  const people = new People(options.signIn);
  const outcome: FuzzOutcome = {
    findings: [],
    byStatus: new Map(),
    succeeded: new Set(),
    operations: description.operations.map(({ name }) => name),
  };
  let left = options.requests;
  const work = async () => {
    while (left-- > 0) {
      const request = requests.next();
      const finding = await tryOften(options, { request, people, requests, outcome });
      if (finding === undefined) continue;
      outcome.findings.push({ ...finding, request });
      options.tell?.(`${finding.kind}: ${request.operation} (${request.manner}) ${finding.what}`);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return outcome;
}

interface Trying {
  request: FuzzRequest;
  people: People;
  requests: FuzzRequests;
  outcome: FuzzOutcome;
}

async function tryOften(options: FuzzOptions, parts: Trying): Promise<Fault | undefined> {
  let fault: Fault | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    fault = await tryOne(options, parts);
    if (fault?.kind !== "failed") return fault;
  }
  const isLarge = (parts.request.body?.length ?? 0) > LARGE_BODY_BYTES;
  return isLarge ? undefined : fault;
}

async function tryOne({ origin, send }: FuzzOptions, parts: Trying): Promise<Fault | undefined> {
  const { request, people, requests, outcome } = parts;
  const url = origin + request.path;
  const { method, body } = request;
  const headers = { ...request.headers, ...(await people.headersOf(request.actor)) };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const init = { method, headers, redirect: "manual", signal } as const;
    const response = await send(url, { ...init, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    const kind = Math.floor(response.status / 100);
    outcome.byStatus.set(kind, (outcome.byStatus.get(kind) ?? 0) + 1);
    if (people.mayGoOn(request.actor, text)) requests.note(request, response.status);
    if (response.ok) {
      outcome.succeeded.add(request.operation);
      if (text.length < MAX_LEARNT_BYTES) requests.known.learn(parsed(text));
    }
    return faultOf(response, text, url);
  } catch (error) {
    if (signal.aborted) return { kind: "hang", what: `no answer within ${TIMEOUT_MS} ms` };
    return { kind: "failed", what: error instanceof Error ? error.message : String(error) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Somebody of each role, and somebody new every so often. */
class People {
  readonly #signIn: FuzzOptions["signIn"];
  readonly #now = new Map<FuzzActor, { headers: Promise<Record<string, string>>; left: number }>();

  constructor(signIn: FuzzOptions["signIn"]) {
    this.#signIn = signIn;
  }

  async headersOf(actor: FuzzActor): Promise<Record<string, string>> {
    if (actor === "none") return {};
    let person = this.#now.get(actor);
    if (person === undefined || person.left <= 0) {
      person = { headers: this.#signIn(actor), left: REQUESTS_PER_SESSION };
      this.#now.set(actor, person);
    }
    person.left--;
    return person.headers;
  }

  /** False where an answer says that the session is over: somebody new comes then. */
  mayGoOn(actor: FuzzActor, text: string): boolean {
    const isOver = actor !== "none" && /"code":"(session_expired|sign_in_required)"/.test(text);
    if (isOver) this.#now.delete(actor);
    return !isOver;
  }
}
