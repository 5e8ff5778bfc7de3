/** Named limits that more than one part must agree on. Free of dependencies. */

/** Partitions of the event stream; a visitor's events all go to one. */
export const PARTITIONS = 16;
/** Hub shards of one shop; a multiple of PARTITIONS, so that one shard feeds one partition. */
export const HUB_SHARDS = 16;
/** Events in one request of a browser. */
export const MAX_BROWSER_BATCH = 100;
/** Events in one request of a server with an API key. */
export const MAX_SERVER_BATCH = 1000;
/** Bytes of one browser request's body. */
export const MAX_BROWSER_BODY_BYTES = 64 * 1024;
/** Bytes of one server request's body. */
export const MAX_SERVER_BODY_BYTES = 768 * 1024;
/** Lines of one order or cart event. */
export const MAX_EVENT_LINES = 1000;
/** A session ends after this long without an event. */
export const SESSION_IDLE_MS = 30 * 60 * 1000;
/** How far in the future a browser's clock may be before it is clamped to the time of receipt. */
export const MAX_CLOCK_AHEAD_MS = 60 * 1000;
/** How far ahead of its receipt the time of a server's event may lie; further is refused. */
export const MAX_SERVER_AHEAD_MS = 24 * 60 * 60 * 1000;
/** How old a browser's event may be (its queue retries for a week) before it is clamped. */
export const MAX_EVENT_AGE_MS = 7 * 24 * 60 * 60 * 1000;
/** Items kept in a session's state. */
export const SESSION_ITEMS = 20;
/** Items kept in a visitor's recent list. */
export const RECENT_ITEMS = 50;
/** Dimensions of item and user factors, and of session vectors. */
export const FACTOR_DIMENSIONS = 64;
/** Items that one rail may ask for. */
export const MAX_RAIL_ITEMS = 60;
/** Candidates that one re-ranking request may carry. */
export const MAX_CANDIDATES = 500;
/** Rails that one live page may follow. */
export const MAX_LIVE_RAILS = 6;
