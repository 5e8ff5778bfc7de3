import { decodeUserFactor } from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import { decodeRecent, type RecentItem } from "@slipstream/contracts/session-state";
import { decodeUserItem, type UserItemState } from "@slipstream/contracts/user-item";
import type { Settings } from "../env.ts";
import { redisBytes } from "./redis-bytes.ts";
import type { Subject } from "./subject.ts";

/** What Redis holds of one visitor. */
export interface Remembered {
  visitorId: string;
  /** Newest first. */
  recent: RecentItem[];
  hidden: string[];
  /** What was learnt of their taste; undefined where nothing was. */
  factor: { spaceId: number; vector: number[] } | undefined;
}

const decoder = new TextDecoder();

/** What Redis holds of a person's visitors. Throws where it does not answer. */
export async function readRemembered(
  settings: Settings,
  { shop, visitorIds }: Subject,
): Promise<Remembered[]> {
  const replies = await redisBytes(
    settings,
    visitorIds.flatMap((visitorId) => [
      ["GET", keys.recent(shop, visitorId)] as const,
      ["SMEMBERS", keys.hidden(shop, visitorId)] as const,
      ["GET", keys.userFactor(shop, visitorId)] as const,
    ]),
  );
  return visitorIds.map((visitorId, place) => {
    const [recent, hidden, factor] = replies.slice(3 * place, 3 * place + 3);
    return {
      visitorId,
      recent: recent instanceof Uint8Array ? decodeRecent(recent) : [],
      hidden: Array.isArray(hidden) ? hidden.map((bytes) => decoder.decode(bytes)) : [],
      factor: factor instanceof Uint8Array ? readFactor(factor) : undefined,
    };
  });
}

function readFactor(bytes: Uint8Array) {
  const { spaceId, vector } = decodeUserFactor(bytes);
  return { spaceId, vector: [...vector] };
}

/** What Redis counted of a person's visitors and each product. Throws where it does not answer. */
export async function readUserItems(
  settings: Settings,
  { shop, visitorIds }: Subject,
): Promise<(UserItemState & { itemId: string })[]> {
  const replies = await redisBytes(
    settings,
    visitorIds.map((visitorId) => ["HGETALL", keys.userItems(shop, visitorId)] as const),
  );
  return replies.flatMap((reply) => {
    if (!Array.isArray(reply)) return [];
    return Array.from({ length: reply.length / 2 }, (_, at) => ({
      itemId: decoder.decode(reply[2 * at]),
      ...decodeUserItem(reply[2 * at + 1]!),
    }));
  });
}
