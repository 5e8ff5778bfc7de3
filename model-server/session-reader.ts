import { decodeUserFactor } from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import type { RecentItem, SessionState } from "@slipstream/contracts/session-state";
import { decodeRecent, decodeSessionState } from "@slipstream/contracts/session-state";
import type { Redis } from "ioredis";

/** The answer goes on without Redis after this long. */
const MAX_WAIT_MS = 15;

/** What Redis knows of who asks, at the time of the request. */
export interface VisitorState {
  session?: SessionState;
  /** Across sessions, newest first. */
  recent: RecentItem[];
  hidden: ReadonlySet<string>;
  userFactor?: { spaceId: number; vector: Float32Array };
  /** False when Redis did not answer in time: the rest is empty then. */
  complete: boolean;
}

export interface Identity {
  shop: string;
  visitorId?: string | undefined;
  sessionId?: string | undefined;
}

/** Reads session, recent items, hidden items and factor in one round trip; never throws. */
export class SessionReader {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async read(identity: Identity, remainingMs: number): Promise<VisitorState> {
    const nothing = { recent: [], hidden: new Set<string>() };
    if (identity.visitorId === undefined && identity.sessionId === undefined) {
      return { ...nothing, complete: true };
    }
    const waitMs = Math.min(MAX_WAIT_MS, remainingMs);
    if (waitMs <= 0 || this.#redis.status !== "ready") return { ...nothing, complete: false };
    try {
      return await within(waitMs, this.#fetch(identity));
    } catch {
      return { ...nothing, complete: false };
    }
  }

  /** All by one packet each way, which costs more than what is in it; no id is nobody's id. */
  async #fetch({ shop, visitorId = "", sessionId = "" }: Identity): Promise<VisitorState> {
    const answers = await this.#redis
      .pipeline()
      .mgetBuffer(
        keys.session(shop, sessionId),
        keys.recent(shop, visitorId),
        keys.userFactor(shop, visitorId),
      )
      .smembers(keys.hidden(shop, visitorId))
      .exec();
    const [session, recent, factor] = answerOf<(Buffer | null)[]>(answers?.[0]);
    const hidden = answerOf<string[]>(answers?.[1]);
    return {
      ...(session ? { session: decodeSessionState(session) } : {}),
      recent: recent ? decodeRecent(recent) : [],
      hidden: new Set(hidden),
      ...(factor ? { userFactor: decodeUserFactor(factor) } : {}),
      complete: true,
    };
  }
}

/** What one command of a pipeline came to. */
function answerOf<T>(answer: [error: Error | null, result: unknown] | undefined): T {
  if (answer === undefined || answer[0] !== null)
    throw new Error("not read", { cause: answer?.[0] });
  return answer[1] as T;
}

/** The promise's value, or a rejection after `waitMs`. */
function within<T>(waitMs: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("too late")), waitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
